"""Revisions, cohorts, invitations, memberships, facilitators, consents, releases and the audit."""

from dataclasses import replace

import pytest
from store_room import NOW, Room, cohort_of, later

from bot.store import (
    Database,
    Refused,
    audit,
    cohorts,
    consents,
    facilitators,
    invitations,
    memberships,
    releases,
    revisions,
)


async def test_a_revision_is_kept_once(database: Database) -> None:
    first = revisions.Revision("h", "data-for-impact", "needs", 1, "id: needs\n# é", NOW)
    async with database.transaction() as tx:
        await revisions.add(tx, [first])
        await revisions.add(tx, [replace(first, source="other")])
        assert await revisions.get(tx, ["h", "unknown"]) == {"h": first}
        assert await revisions.get(tx, []) == {}


async def test_a_cohort_is_found_by_its_id_or_the_beginning_of_its_name_in_any_case(database: Database) -> None:
    summer, autumn = cohort_of("Été à Dieppe"), cohort_of("Moncton")
    async with database.transaction() as tx:
        await cohorts.add(tx, summer)
        await cohorts.add(tx, autumn)
        assert await cohorts.get(tx, summer.id) == summer
        assert await cohorts.get(tx, "unknown") is None
        assert await cohorts.list_(tx) == [autumn, summer]
        assert await cohorts.find(tx, autumn.id) == [autumn]
        assert await cohorts.find(tx, "éTÉ") == [summer]
        assert await cohorts.find(tx, "%") == []


async def test_a_cohort_closes_once_and_its_minimum_only_rises(database: Database, room: Room) -> None:
    async with database.transaction() as tx:
        await cohorts.close(tx, room.cohort.id, later(1))
        await cohorts.close(tx, room.cohort.id, later(2))
        await cohorts.raise_minimum(tx, room.cohort.id, 8)
        await cohorts.raise_minimum(tx, room.cohort.id, 6)
        await cohorts.set_settings(tx, room.cohort.id, "{}")
        closed = replace(room.cohort, closed_at=later(1), minimum=8, settings="{}")
        assert await cohorts.get(tx, room.cohort.id) == closed


async def test_a_minimum_below_five_is_refused(database: Database) -> None:
    with pytest.raises(Refused):
        async with database.transaction() as tx:
            await cohorts.add(tx, cohort_of("Four", minimum=4))


async def test_an_invitation_is_found_by_its_code_and_used_as_often_as_it_may(database: Database, room: Room) -> None:
    code = invitations.new_code()
    twice = invitations.Invitation(room.cohort.id, "participant", NOW, max_uses=2)
    async with database.transaction() as tx:
        await invitations.add(tx, twice, code)
        assert await invitations.find(tx, code) == twice
        assert await invitations.find(tx, code.swapcase()) is None
        assert [await invitations.use(tx, twice.id, NOW) for _ in range(3)] == [True, True, False]
        assert await invitations.of_cohort(tx, room.cohort.id) == [replace(twice, uses=2)]


async def test_an_expired_or_revoked_invitation_cannot_be_used(database: Database, room: Room) -> None:
    timed = invitations.Invitation(room.cohort.id, "participant", NOW, expires_at=later(10))
    revoked = invitations.Invitation(room.cohort.id, "facilitator", NOW)
    async with database.transaction() as tx:
        await invitations.add(tx, timed, invitations.new_code())
        await invitations.add(tx, revoked, invitations.new_code())
        await invitations.revoke(tx, revoked.id, later(1))
        assert await invitations.use(tx, timed.id, later(9.999))
        assert not await invitations.use(tx, timed.id, later(10))
        assert not await invitations.use(tx, revoked.id, later(2))


def test_a_code_fits_a_deep_link_and_has_at_least_128_bits() -> None:
    codes = {invitations.new_code() for _ in range(100)}
    assert len(codes) == 100
    assert all(len(code) == 24 and code.replace("-", "").replace("_", "").isalnum() for code in codes)


async def test_who_left_a_cohort_is_not_counted_and_may_return(database: Database, room: Room) -> None:
    awas = memberships.Membership(room.awa.id, room.cohort.id, NOW)
    async with database.transaction() as tx:
        assert await memberships.count(tx, room.cohort.id) == 2
        await memberships.leave(tx, room.awa.id, room.cohort.id, later(1))
        assert await memberships.count(tx, room.cohort.id) == 1
        assert await memberships.of(tx, [room.awa.id]) == {room.awa.id: [replace(awas, left_at=later(1))]}
        await memberships.add(tx, [replace(awas, joined_at=later(2))])
        assert await memberships.of(tx, [room.awa.id, room.noor.id]) == {room.awa.id: [awas]}
        assert len(await memberships.of_cohort(tx, room.cohort.id)) == 2


async def test_a_facilitator_can_be_removed_and_given_another_role(database: Database, room: Room) -> None:
    noor = facilitators.Facilitator(room.noor.id, room.cohort.id, "host", NOW)
    async with database.transaction() as tx:
        await facilitators.add(tx, [noor])
        assert await facilitators.of(tx, [room.noor.id, room.awa.id]) == {room.noor.id: [noor]}
        await facilitators.remove(tx, room.noor.id, room.cohort.id, later(1))
        assert await facilitators.of_cohort(tx, room.cohort.id) == [replace(noor, removed_at=later(1))]
        await facilitators.add(tx, [replace(noor, role="helper")])
        assert await facilitators.of_cohort(tx, room.cohort.id) == [replace(noor, role="helper")]


async def test_every_decision_is_kept_in_order(database: Database, room: Room) -> None:
    yes = consents.Consent(room.awa.id, room.cohort.id, "quotes", True, "h", "1", "fr", NOW, 12, "button")
    no = replace(yes, id="2", given=False, at=later(1), update_id=None)
    async with database.transaction() as tx:
        await consents.add(tx, [no, yes])
        assert await consents.of(tx, [room.awa.id, room.sam.id]) == {room.awa.id: [yes, no]}


async def test_the_latest_release_that_is_not_withdrawn_is_served(database: Database, room: Room) -> None:
    old = releases.Release(room.cohort.id, "facilitator", "", NOW, "s1", "[]", "{}")
    new = replace(old, id="2", made_at=later(1), snapshot_hash="s2")
    async with database.transaction() as tx:
        await releases.add(tx, new)
        await releases.add(tx, old)
        assert await releases.latest(tx, room.cohort.id, "facilitator", "") == new
        assert await releases.latest(tx, room.cohort.id, "public", "") is None
        assert await releases.withdraw_all(tx, room.cohort.id, later(2)) == 2
        assert await releases.latest(tx, room.cohort.id, "facilitator", "") is None


async def test_a_contributor_hash_is_the_same_for_the_same_version_only(database: Database) -> None:
    async with database.reading() as tx:
        first = releases.contributor_hash(tx, "p", "1")
        assert first == releases.contributor_hash(tx, "p", "1")
        assert first != releases.contributor_hash(tx, "p", "2")
        assert first != releases.contributor_hash(tx, "p1", "")


async def test_the_audit_outlives_the_cohort_and_keeps_its_order(database: Database) -> None:
    acts = [audit.Audited(NOW, "owner", "summary", "gone", count=21), audit.Audited(NOW, "system", "erasure")]
    async with database.transaction() as tx:
        await audit.add(tx, acts)
        assert await audit.last(tx, 5) == acts[::-1]
        assert await audit.last(tx, 1) == acts[1:]
