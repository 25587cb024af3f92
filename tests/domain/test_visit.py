"""How far from the site, and when two check-ins are one visit."""

from dataclasses import replace
from datetime import UTC, date, datetime
from math import isclose

from hypothesis import given
from hypothesis import strategies as st

from backend.domain.people import Role
from backend.domain.project import Site
from backend.domain.visit import MAX_NOTE, SiteVisit, distance_m, seen_from, told_again

PLAIN = SiteVisit(1, 1, 1, Role.LEADER, date(2026, 7, 15), datetime(2026, 7, 15, 4, tzinfo=UTC))
INSIDE = replace(PLAIN, lat=31.5, lon=112.25, distance_m=3, inside=True)
OUTSIDE = replace(PLAIN, lat=31.6, lon=112.25, distance_m=11_119, inside=False)

LAT, LON = st.floats(-90, 90), st.floats(-180, 180)


@given(LAT, LON, LAT, LON)
def test_a_distance_is_the_same_both_ways_and_never_more_than_half_the_earth(
    lat: float, lon: float, other_lat: float, other_lon: float
) -> None:
    there = distance_m(Site(lat, lon), other_lat, other_lon)
    back = distance_m(Site(other_lat, other_lon), lat, lon)

    assert isclose(there, back, rel_tol=1e-6, abs_tol=0.1)
    assert 0 <= there <= 20_015_200


@given(LAT, LON)
def test_standing_in_the_middle_is_inside(lat: float, lon: float) -> None:
    assert seen_from(Site(lat, lon, 1), lat, lon) == (0, True)


def test_a_degree_of_latitude_is_as_long_as_known() -> None:
    assert round(distance_m(Site(31, 112), 32, 112)) == 111_195


def test_the_edge_of_the_radius_is_still_inside() -> None:
    assert seen_from(Site(31.5, 112.25, 334), 31.503, 112.25) == (334, True)
    assert seen_from(Site(31.5, 112.25, 333), 31.503, 112.25) == (334, False)


def test_nothing_is_said_of_what_is_not_known() -> None:
    assert seen_from(None, 31.5, 112.25) == (None, None)
    assert seen_from(Site(31.5, 112.25), None, None) == (None, None)


@given(st.permutations([PLAIN, INSIDE, OUTSIDE]))
def test_the_best_proof_of_several_check_ins_is_kept(told: list[SiteVisit]) -> None:
    first, second, third = told

    assert told_again(told_again(first, second), third).inside is True


def test_notes_are_joined_once_and_not_without_end() -> None:
    noted = replace(PLAIN, note="看基础")

    assert told_again(noted, noted).note == "看基础"
    assert told_again(noted, replace(PLAIN, note="看屋面")).note == "看基础；看屋面"
    assert len(told_again(noted, replace(PLAIN, note="看" * MAX_NOTE)).note) == MAX_NOTE
