"""A page that was cut off goes on where it was, and a burst arrives whole."""

from live.models import OutboxEvent
from live.reading import BATCH_SIZE
from tests.factories import Cast
from tests.live.listening import (
    MINE,
    cookie_of,
    in_thread,
    listening,
    numbers_heard,
    process,
    run,
    tell,
)


def test_a_page_that_was_cut_off_resumes_where_it_was(city: Cast) -> None:
    cookie = cookie_of(city, "handler")

    async def story() -> None:
        async with process() as events:
            async with listening(events, cookie=cookie) as page:
                await page.open()
                await in_thread(tell, city, MINE, 1, 2)
                first, _ = await page.events(2)
            await in_thread(tell, city, MINE, 3)
            after = f"after={first['seq']}"
            async with listening(events, cookie=cookie, query=after) as page:
                assert await numbers_heard(page, 2) == [2, 3]
            # The browser repeats the address and adds the number that it heard last.
            last = {"last_event_id": str(first["seq"] + 1)}
            async with listening(events, cookie=cookie, query=after, **last) as page:
                assert await numbers_heard(page, 1) == [3]

    run(story())


def test_a_burst_arrives_whole_and_in_order(city: Cast) -> None:
    cookie, burst = cookie_of(city, "handler"), range(2 * BATCH_SIZE + 50)

    async def story() -> None:
        async with process() as events, listening(events, cookie=cookie) as page:
            await page.open()
            await in_thread(tell, city, MINE, *burst)
            heard = await page.events(len(burst))
            assert [news["n"] for news in heard] == list(burst)
            assert [news["seq"] for news in heard] == sorted({news["seq"] for news in heard})

    run(story())


def test_whoever_slept_too_long_is_told_to_load_anew(city: Cast) -> None:
    cookie = cookie_of(city, "handler")

    def prune_before(sequence: int) -> None:
        OutboxEvent.objects.filter(sequence__lt=sequence).delete()

    async def story() -> None:
        async with process() as events:
            async with listening(events, cookie=cookie) as page:
                await page.open()
                await in_thread(tell, city, MINE, 1, 2, 3)
                first, _, third = await page.events(3)
            await in_thread(prune_before, third["seq"])
            query = f"after={first['seq']}"
            async with listening(events, cookie=cookie, query=query) as page:
                assert await page.events(1) == [{"event": "reset", "seq": third["seq"]}]
                await in_thread(tell, city, MINE, 4)
                assert (await page.events(2))[1]["n"] == 4

    run(story())


def test_two_processes_number_each_row_once_and_both_tell(city: Cast) -> None:
    cookie = cookie_of(city, "handler")

    async def story() -> None:
        async with (
            process() as one,
            process() as other,
            listening(one, cookie=cookie) as here,
            listening(other, cookie=cookie) as there,
        ):
            await here.open()
            await there.open()
            for n in range(20):
                await in_thread(tell, city, MINE, n)
            assert await numbers_heard(here, 20) == list(range(20))
            assert await there.events(20) == await here.events(20)

    run(story())
