"""How dates are found: a plan as positions and numbers, and both passes over it. `backward` is the door."""
