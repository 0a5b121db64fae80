using System.Threading.Channels;
using EdgeTerminal.Host;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Pn532;

namespace Tests.Bench;

/// <summary>Our driver, as <c>edge-terminal reader watch</c> runs it.</summary>
internal sealed class OurClient : IReaderClient
{
    private readonly Channel<ReaderEvent> events = Channel.CreateUnbounded<ReaderEvent>();
    private readonly DeviceThread thread;

    public OurClient(Pn532Link link) => thread = new DeviceThread("reader", stopping =>
        new Pn532Reader(link, new Pn532Settings(), TimeProvider.System)
            .Run(happened => events.Writer.TryWrite(happened), stopping));

    public async Task ReadyAsync(CancellationToken cancellation) => await NextAsync(
        happened => happened is ReaderEvent.HealthChanged { Health: ReaderHealth.Working }, cancellation);

    public async Task<long> UidAsync(string uid, CancellationToken cancellation) => (await NextAsync(
        happened => happened is ReaderEvent.CardArrived arrived && arrived.Card.UidHex == uid, cancellation)).Timestamp;

    public ValueTask DisposeAsync()
    {
        thread.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<ReaderEvent> NextAsync(Predicate<ReaderEvent> isWanted, CancellationToken cancellation)
    {
        while (true)
            if (await events.Reader.ReadAsync(cancellation) is var next && isWanted(next))
                return next;
    }
}
