using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Pn532;

public abstract class CardReadingTests(ReaderBus bus)
{
    private const string Uid = "04A23B1C5D6E80";
    private const string OtherUid = "047F11223344AA";

    [Theory]
    [InlineData("1ADA7444", 0x0004, 0x08)]
    [InlineData(Uid, 0x0044, 0x00)]
    [InlineData("0102030405060708090A", 0x0084, 0x00)]
    public void A_card_arrives_with_its_whole_UID(string uid, int atqa, byte sak)
    {
        var rig = ReaderRig.On(bus);
        rig.Put(500, ReaderRig.Card(uid));

        var arrived = Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.RunUntil(2000).FieldEvents));

        Assert.Equal(new CardIdentity(Convert.FromHexString(uid), (ushort)atqa, sak), arrived.Card);
    }

    [Fact]
    public void A_card_that_lay_there_before_the_start_is_read()
    {
        var rig = ReaderRig.On(bus);
        rig.Chip.Field.Put(ReaderRig.Card(Uid));

        Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.RunUntil(1000).FieldEvents));
    }

    [Fact]
    public void A_card_left_lying_for_an_hour_is_one_arrival()
    {
        var rig = ReaderRig.On(bus);
        rig.Put(300, ReaderRig.Card(Uid));

        Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.RunUntil(3_600_000).FieldEvents));
    }

    // Every phase of the look that a removal can fall into; a look takes less than 100 ms.
    [Fact]
    public void A_removal_is_noticed_within_250_ms_whenever_it_happens()
    {
        for (var phase = 0.0; phase < 100; phase += 0.5)
        {
            var rig = ReaderRig.On(bus);
            var card = ReaderRig.Card(Uid);
            rig.Put(100, card);
            rig.Take(1000 + phase, card);

            var events = rig.RunUntil(2000).FieldEvents.ToList();

            Assert.IsType<ReaderEvent.FieldEmptied>(events[^1]);
            Assert.Equal(2, events.Count);
            Assert.InRange(ReaderRig.Milliseconds(events[^1]) - 1000 - phase, 0, 250);
        }
    }

    // One whole period of the heartbeat, its blind time included. The worst case is a heartbeat that aborts the chip
    // just before it has read the card.
    [Fact]
    public void A_card_is_known_within_60_ms_in_99_of_100_cases_and_always_within_75()
    {
        var delays = new List<double>();
        for (var phase = 0.0; phase < 1020; phase += 0.5)
        {
            var rig = ReaderRig.On(bus);
            rig.Put(200 + phase, ReaderRig.Card(Uid));

            var arrived = Assert.Single(rig.RunUntil(1500).FieldEvents);
            delays.Add(ReaderRig.Milliseconds(arrived) - 200 - phase);
        }
        delays.Sort();

        Assert.InRange(delays[delays.Count * 99 / 100], 10, 60);
        Assert.InRange(delays[^1], 10, 75);
    }

    [Fact]
    public void Another_card_in_its_place_is_a_removal_and_an_arrival()
    {
        var rig = ReaderRig.On(bus);
        var (first, second) = (ReaderRig.Card(Uid), ReaderRig.Card(OtherUid));
        rig.Put(100, first);
        rig.Take(1000, first);
        rig.Put(1001, second);

        var events = rig.RunUntil(2000).FieldEvents.ToList();

        Assert.Collection(
            events,
            arrived => Assert.Equal(Uid, Assert.IsType<ReaderEvent.CardArrived>(arrived).Card.UidHex),
            emptied => Assert.IsType<ReaderEvent.FieldEmptied>(emptied),
            arrived => Assert.Equal(OtherUid, Assert.IsType<ReaderEvent.CardArrived>(arrived).Card.UidHex));
    }

    [Fact]
    public void The_same_card_after_a_removal_arrives_again()
    {
        var rig = ReaderRig.On(bus);
        var card = ReaderRig.Card(Uid);
        rig.Put(100, card);
        rig.Take(1000, card);
        rig.Put(1500, card);

        Assert.Equal(
            [typeof(ReaderEvent.CardArrived), typeof(ReaderEvent.FieldEmptied), typeof(ReaderEvent.CardArrived)],
            rig.RunUntil(2000).FieldEvents.Select(seen => seen.GetType()));
    }

    [Fact]
    public void Two_cards_at_once_are_several_cards_and_neither_arrives()
    {
        var rig = ReaderRig.On(bus);
        rig.Put(100, ReaderRig.Card(Uid));
        rig.Put(100, ReaderRig.Card(OtherUid));

        Assert.IsType<ReaderEvent.SeveralCards>(Assert.Single(rig.RunUntil(5000).FieldEvents));
    }

    [Fact]
    public void One_of_two_cards_does_not_arrive_by_the_other_going_away()
    {
        var rig = ReaderRig.On(bus);
        var (first, second) = (ReaderRig.Card(Uid), ReaderRig.Card("1ADA7444"));
        rig.Put(100, first);
        rig.Put(100, second);
        rig.Take(1000, second);
        rig.Take(2000, first);
        rig.Put(3000, first);

        Assert.Equal(
            [typeof(ReaderEvent.SeveralCards), typeof(ReaderEvent.FieldEmptied), typeof(ReaderEvent.CardArrived)],
            rig.RunUntil(4000).FieldEvents.Select(seen => seen.GetType()));
    }

    [Fact]
    public void A_second_card_beside_the_first_makes_several_cards()
    {
        var rig = ReaderRig.On(bus);
        rig.Put(100, ReaderRig.Card(Uid));
        rig.Put(1000, ReaderRig.Card(OtherUid));

        Assert.Equal(
            [typeof(ReaderEvent.CardArrived), typeof(ReaderEvent.SeveralCards)],
            rig.RunUntil(2000).FieldEvents.Select(seen => seen.GetType()));
    }

    [Fact]
    public void A_card_of_part_4_arrives_like_any_other()
    {
        var rig = ReaderRig.On(bus);
        var identity = new CardIdentity(Convert.FromHexString(Uid), 0x0344, 0x20);
        rig.Put(100, new EmulatedCard(identity, new byte[] { 0x75, 0x77, 0x81, 0x02, 0x80 }));

        var arrived = Assert.IsType<ReaderEvent.CardArrived>(Assert.Single(rig.RunUntil(2000).FieldEvents));

        Assert.Equal(identity, arrived.Card);
    }
}

public sealed class SerialCardReadingTests() : CardReadingTests(ReaderBus.Serial)
{
    [Theory]
    [InlineData(9_600)]
    [InlineData(921_600)]
    public void Any_rate_of_the_line_will_do(int baud)
    {
        var rig = new ReaderRig(baud) { Baud = baud };
        var card = ReaderRig.Card("04A23B1C5D6E80");
        rig.Put(500, card);
        rig.Take(2500, card);

        Assert.Equal(
            [typeof(ReaderEvent.CardArrived), typeof(ReaderEvent.FieldEmptied)],
            rig.RunUntil(4000).FieldEvents.Select(seen => seen.GetType()));
    }
}

public sealed class I2cCardReadingTests() : CardReadingTests(ReaderBus.I2c);

public sealed class I2cInterruptCardReadingTests() : CardReadingTests(ReaderBus.I2cWithInterrupt);

public sealed class SpiCardReadingTests() : CardReadingTests(ReaderBus.Spi);

public sealed class SpiInterruptCardReadingTests() : CardReadingTests(ReaderBus.SpiWithInterrupt);
