using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.AdapterContracts;

/// <summary>
/// The PN532 on each bus of a board, with and without its interrupt line, in real time: the whole driver, the adapter,
/// and the emulated chip at the other end, whose transfers take as long as on a bus. Alone, since the driver allows the
/// chip no more time because a machine is busy.
/// </summary>
[Collection(nameof(Alone))]
public abstract class ReaderContract : IDisposable
{
    private readonly ReaderOnBoard world;

    private protected ReaderContract(ReaderOnBoard world) => this.world = world;

    public static TheoryData<string, bool> Buses => new()
    {
        { "i2c", true }, { "i2c", false }, { "spi", true }, { "spi", false },
    };

    public void Dispose()
    {
        world.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Buses))]
    public async Task A_card_arrives_is_left_lying_and_taken(string bus, bool withInterrupt)
    {
        world.Start(bus, withInterrupt);
        await world.Becomes(ReaderHealth.Working);
        var card = EmulatedCard.WithUid(Convert.FromHexString("04A23B1C5D6E80"));

        world.Chip.Put(card);
        var arrived = await world.Next<ReaderEvent.CardArrived>();
        await world.Talks(100);
        world.Chip.Take(card);
        var emptied = await world.Next<ReaderEvent.FieldEmptied>();

        Assert.Equal("04A23B1C5D6E80", arrived.Card.UidHex);
        Assert.Equal([arrived, emptied], world.Events.Seen.Where(seen => seen is not ReaderEvent.HealthChanged));
    }

    [Theory]
    [MemberData(nameof(Buses))]
    public async Task A_chip_that_hangs_is_reset_and_reads_again(string bus, bool withInterrupt)
    {
        world.Start(bus, withInterrupt);
        await world.Becomes(ReaderHealth.Working);

        world.Chip.Hang(ChipHang.UntilReset, HungBus.HoldsTheClock);
        world.Chip.Put(EmulatedCard.WithUid(Convert.FromHexString("1ADA7444")));
        await world.Becomes(ReaderHealth.Lost);
        var arrived = await world.Next<ReaderEvent.CardArrived>();

        Assert.False(arrived.LayThere);
        // One is enough; where this machine is late, the ladder may be climbed once more.
        Assert.InRange(world.Chip.ResetLine.Pulses, 1, 3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reader_that_is_unplugged_is_lost_and_found_when_it_is_back(bool withInterrupt)
    {
        world.Start("i2c", withInterrupt);
        await world.Becomes(ReaderHealth.Working);

        world.Unplug();
        await world.Becomes(ReaderHealth.Lost);
        var before = world.Events.Seen.Count;
        world.PlugIn();
        await world.Becomes(ReaderHealth.Working, before);
        world.Chip.Put(EmulatedCard.WithUid(Convert.FromHexString("1ADA7444")));

        await world.Next<ReaderEvent.CardArrived>();
    }

    // Asked every 5 ms without the line, which makes more than 200 transfers a second; a heartbeat takes some twenty.
    [Theory]
    [InlineData("i2c")]
    [InlineData("spi")]
    public async Task With_the_interrupt_line_the_bus_is_quiet_while_the_reader_waits(string bus)
    {
        world.Start(bus, withInterrupt: true);
        await world.Becomes(ReaderHealth.Working);
        await world.Beats(1);
        var perBeat = new List<int>();
        for (var beat = 1; beat <= 3; beat++)
        {
            var before = world.Transfers;
            await world.Beats(1);
            perBeat.Add(world.Transfers - before);
        }

        // The quietest: a recovery in one of them, where this machine is late, is not what is asked here.
        Assert.InRange(perBeat.Min(), 1, 60);
    }
}
