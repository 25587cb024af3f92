"""WeCom: the codec (pure), the webhook that takes its callbacks, the sender that speaks to it."""
