using HardwareDrivers.Abstractions;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.RealParts.HardwareDrivers.Pn532;

/// <summary>The driver against the emulated chip over a real pseudo-terminal, at the true rate of the line.</summary>
public sealed class ReaderOnTheLineTests : IDisposable
{
    private const int Fast = 921_600;

    private readonly Pn532Emulator emulator = new(115_200, new ChipTimings());

    public void Dispose() => emulator.Dispose();

    [Theory]
    [InlineData("1ADA7444")]
    [InlineData("04A23B1C5D6E80")]
    [InlineData("0102030405060708090A")]
    public async Task A_card_arrives_is_left_lying_and_taken(string uid)
    {
        using var reader = new RunningReader(emulator.DevicePath);
        await reader.Becomes(ReaderHealth.Working);
        var card = Card(uid);

        emulator.Put(card);
        var arrived = await reader.Next<ReaderEvent.CardArrived>(0);
        await reader.LooksAgain(10);
        var taken = emulator.Take(card);
        var emptied = await reader.Next<ReaderEvent.FieldEmptied>(0);

        Assert.Equal(uid, arrived.Card.UidHex);
        Assert.Equal([arrived, emptied], reader.FieldEvents);
        TestContext.Current.TestOutputHelper?.WriteLine($"removal noticed in {Since(taken, emptied):0.0} ms");
    }

    [Theory]
    [InlineData("1ADA7444")]
    [InlineData("04A23B1C5D6E80")]
    [InlineData("0102030405060708090A")]
    public async Task At_921600_baud_a_card_arrives_and_is_taken(string uid)
    {
        using var reader = new RunningReader(emulator.DevicePath, Fast);
        var working = await reader.Becomes(ReaderHealth.Working);
        var card = Card(uid);

        emulator.Put(card);
        var arrived = await reader.Next<ReaderEvent.CardArrived>(0);
        emulator.Take(card);
        await reader.Next<ReaderEvent.FieldEmptied>(0);

        Assert.Equal((uid, Fast), (arrived.Card.UidHex, emulator.Baud));
        Assert.Equal("PN532, firmware 1.6", working.Detail);
    }

    [Theory]
    [InlineData(Fast)]
    [InlineData(115_200)]
    public async Task A_driver_that_starts_anew_finds_the_chip_at_the_rate_that_it_was_left_at(int wanted)
    {
        using (var before = new RunningReader(emulator.DevicePath, Fast))
            await before.Becomes(ReaderHealth.Working);
        emulator.Put(Card("1ADA7444"));

        using var reader = new RunningReader(emulator.DevicePath, wanted);
        await reader.Next<ReaderEvent.CardArrived>(0);

        Assert.Equal(wanted, emulator.Baud);
        Assert.Equal(1, reader.Openings);
    }

    [Fact]
    public async Task A_chip_without_power_for_a_moment_is_brought_back_to_the_higher_rate()
    {
        using var reader = new RunningReader(emulator.DevicePath, Fast);
        await reader.Becomes(ReaderHealth.Working);

        emulator.PowerCycle();
        emulator.Put(Card("1ADA7444"));
        await reader.Next<ReaderEvent.CardArrived>(0);

        Assert.Equal((1, Fast), (reader.Openings, emulator.Baud));
    }

    [Fact]
    public async Task A_card_that_takes_the_place_of_another_arrives_after_an_empty_field()
    {
        using var reader = new RunningReader(emulator.DevicePath);
        var (first, second) = (Card("04A23B1C5D6E80"), Card("047F11223344AA"));
        emulator.Put(first);
        await reader.Next<ReaderEvent.CardArrived>(0);

        emulator.Take(first);
        emulator.Put(second);
        await reader.Next<ReaderEvent.FieldEmptied>(0);
        await Eventually.TrueAsync(
            () => reader.FieldEvents.Count() == 3, "the second card", TestContext.Current.CancellationToken);

        var arrived = Assert.IsType<ReaderEvent.CardArrived>(reader.FieldEvents.Last());
        Assert.Equal("047F11223344AA", arrived.Card.UidHex);
    }

    [Fact]
    public async Task Two_cards_are_several()
    {
        emulator.Put(Card("04A23B1C5D6E80"));
        emulator.Put(Card("1ADA7444"));
        using var reader = new RunningReader(emulator.DevicePath);

        await reader.Next<ReaderEvent.SeveralCards>(0);

        Assert.Single(reader.FieldEvents);
    }

    [Fact]
    public async Task It_stops_within_100_ms_in_the_middle_of_the_endless_command()
    {
        // The median of five: a busy machine may delay one of them.
        var times = new List<double>();
        for (var round = 0; round < 5; round++)
        {
            using var reader = new RunningReader(emulator.DevicePath);
            await reader.IsWaitingForACard();
            times.Add(reader.Stop().TotalMilliseconds);
        }
        times.Sort();

        Assert.InRange(times[2], 0, 100);
        TestContext.Current.TestOutputHelper?.WriteLine($"stopped in {string.Join(", ", times)} ms");
    }

    [Fact]
    public async Task A_chip_that_hangs_is_lost_and_works_again_when_it_answers()
    {
        using var reader = new RunningReader(emulator.DevicePath);
        await reader.Becomes(ReaderHealth.Working);

        emulator.Hung = true;
        await reader.Becomes(ReaderHealth.Lost);
        var before = reader.Events.Seen.Count;
        emulator.Hung = false;
        await reader.Becomes(ReaderHealth.Working, before);

        emulator.Put(Card("1ADA7444"));
        await reader.Next<ReaderEvent.CardArrived>(before);
    }

    [Fact]
    public async Task A_chip_without_power_for_a_moment_is_set_up_again()
    {
        using var reader = new RunningReader(emulator.DevicePath);
        await reader.Becomes(ReaderHealth.Working);

        emulator.PowerCycle();
        emulator.Put(Card("1ADA7444"));
        await reader.Next<ReaderEvent.CardArrived>(0);

        Assert.Equal(1, reader.Openings);
    }

    [Fact]
    public async Task An_unplugged_reader_is_lost_and_works_again_when_it_is_back()
    {
        var path = Path.Combine(Path.GetTempPath(), $"et-reader-{Environment.ProcessId}");
        var first = new Pn532Emulator(115_200, new ChipTimings());
        using var firstLink = DeviceLink.Create(path, first.DevicePath);
        using var reader = new RunningReader(path);
        await reader.Becomes(ReaderHealth.Working);

        first.Dispose();
        var lost = await reader.Becomes(ReaderHealth.Lost);
        var before = reader.Events.Seen.Count;
        using var second = new Pn532Emulator(115_200, new ChipTimings());
        using var secondLink = DeviceLink.Create(path, second.DevicePath);
        await reader.Becomes(ReaderHealth.Working, before);
        second.Put(Card("1ADA7444"));
        await reader.Next<ReaderEvent.CardArrived>(before);

        Assert.StartsWith($"Lost {path} while ", lost.Detail, StringComparison.Ordinal);
    }

    // The phase between card and chip differs each time by itself; the median stands for the reader, the rest for the
    // machine.
    [Fact]
    public async Task Cards_are_known_and_missed_in_time()
    {
        using var reader = new RunningReader(emulator.DevicePath);
        await reader.Becomes(ReaderHealth.Working);
        var (arrivals, removals) = (new List<double>(), new List<double>());
        for (var round = 0; round < 20; round++)
        {
            var card = Card($"04A23B1C5D6E{round:X2}");
            var skip = reader.Events.Seen.Count;
            var put = emulator.Put(card);
            arrivals.Add(Since(put, await reader.Next<ReaderEvent.CardArrived>(skip)));
            var taken = emulator.Take(card);
            removals.Add(Since(taken, await reader.Next<ReaderEvent.FieldEmptied>(skip)));
        }
        arrivals.Sort();
        removals.Sort();

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"arrival: median {arrivals[10]:0.0}, worst {arrivals[^1]:0.0} ms; "
            + $"removal: median {removals[10]:0.0}, worst {removals[^1]:0.0} ms");
        Assert.InRange(arrivals[10], 5, 60);
        Assert.InRange(removals[10], 30, 250);
    }

    private static EmulatedCard Card(string uid) => EmulatedCard.WithUid(Convert.FromHexString(uid));

    private static double Since(long moment, ReaderEvent happened) => (happened.Timestamp - moment) / 1e6;
}
