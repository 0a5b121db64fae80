using System.Threading.Channels;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Linux;
using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Bench;

/// <summary>A driver and an emulated chip that hangs again and again, with the lines that one rung needs.</summary>
internal sealed class RecoveryRound : IDisposable
{
    private readonly Channel<ReaderEvent> events = Channel.CreateUnbounded<ReaderEvent>();
    private readonly Pn532Emulator emulator = new(SetSerialBaudRate.PowerOn, new ChipTimings());
    private readonly RecoveryRung rung;
    private readonly Pn532Reader reader;
    private readonly DeviceThread thread;
    private int cards;

    /// <param name="rung">The one that helps.</param>
    public RecoveryRound(RecoveryRung rung)
    {
        this.rung = rung;
        reader = new Pn532Reader(
            () => SerialLink.Open(emulator.DevicePath, SetSerialBaudRate.PowerOn), new Pn532Settings(),
            TimeProvider.System)
        {
            Lines = new RecoveryLines(
                rung == RecoveryRung.Reset ? emulator.ResetLine : null,
                rung == RecoveryRung.Supply ? emulator.SupplyLine : null),
        };
        thread = new DeviceThread("reader", stopping => reader.Run(Hear, stopping));
    }

    /// <summary>What the driver has counted.</summary>
    public ReaderStatistics Statistics => reader.Statistics;

    /// <summary>Completes when the reader works.</summary>
    public async Task WorkingAsync(CancellationToken cancellation)
    {
        while (await events.Reader.ReadAsync(cancellation)
            is not ReaderEvent.HealthChanged { Health: ReaderHealth.Working })
        {
        }
    }

    /// <summary>Hangs the chip, lays a card on it and waits until that is known; then takes it.</summary>
    /// <returns>Milliseconds from the onset to the card.</returns>
    public async Task<double> HangAsync(CancellationToken cancellation)
    {
        var card = EmulatedCard.WithUid(Convert.FromHexString($"04A2{cards++:X10}"));
        var onset = Hang();
        emulator.Put(card);
        var arrived = await NextAsync<ReaderEvent.CardArrived>(cancellation);
        emulator.Take(card);
        await NextAsync<ReaderEvent.FieldEmptied>(cancellation);
        return Elapsed.Milliseconds(onset, arrived.Timestamp);
    }

    public void Dispose()
    {
        thread.Dispose();
        emulator.Dispose();
    }

    private long Hang() => rung switch
    {
        RecoveryRung.Abort => emulator.Hang(ChipHang.UntilAbort),
        RecoveryRung.SetUp => emulator.PowerCycle(),
        RecoveryRung.Reset => emulator.Hang(ChipHang.UntilReset),
        _ => emulator.Hang(ChipHang.UntilPowerCycle),
    };

    private async Task<T> NextAsync<T>(CancellationToken cancellation)
        where T : ReaderEvent
    {
        while (true)
            if (await events.Reader.ReadAsync(cancellation) is T wanted)
                return wanted;
    }

    private void Hear(ReaderEvent happened) => events.Writer.TryWrite(happened);
}
