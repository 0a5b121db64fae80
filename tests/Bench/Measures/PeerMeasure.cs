using HardwareDrivers.Pn532;
using HardwareDrivers.Simulated;

namespace Tests.Bench;

/// <summary>
/// Card in the field to UID in hand, by our driver and by others, on the same emulated chip by turns: each is started,
/// gets one card at any moment of a second, and is stopped.
/// </summary>
internal sealed class PeerMeasure : IMeasure
{
    private const int Rounds = 50;
    private const int Seed = 5;

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);

    public string Name => "peers";

    public string Description => "UID in hand, beside libnfc and Iot.Device.Bindings; PN532 emulated";

    public async Task RunAsync(Table table, CancellationToken cancellation)
    {
        table.Head(this);
        await OnSerialAsync(table, cancellation);
        await OnI2cAsync(table, cancellation);
    }

    private static async Task OnSerialAsync(Table table, CancellationToken cancellation)
    {
        using var emulator = new Pn532Emulator(SetSerialBaudRate.PowerOn, new ChipTimings());
        var device = emulator.DevicePath;
        var ours = new Peer("115200 baud: ours", () => new OurClient(EmulatedReader.Serial(device)));
        Peer[] theirs = LibnfcClient.Missing() is null
            ?
            [
                new("115200 baud: libnfc, nfc-poll", () => LibnfcClient.Poll(device)),
                new("115200 baud: libnfc, nfc-list in a loop", () => LibnfcClient.List(device)),
            ]
            : [];
        await RunAsync([ours, .. theirs], emulator.Put, emulator.Take, cancellation);
        Write(table, ours, theirs);
        if (LibnfcClient.Missing() is { } missing)
            table.Write("libnfc", missing);
    }

    private static async Task OnI2cAsync(Table table, CancellationToken cancellation)
    {
        using var emulator = new Pn532BusEmulator(new ChipTimings(), null);
        var ours = new Peer(
            "I2C, 400 kHz: ours, without an interrupt line",
            () => new OurClient(Pn532Link.I2c(() => emulator.OnI2c(EmulatedReader.I2cHertz), null)));
        Peer[] theirs = BindingsClients.AreHere
            ?
            [
                new(
                    "I2C, 400 kHz: Iot.Device.Bindings",
                    () => BindingsClients.Open(emulator, EmulatedReader.I2cHertz)),
            ]
            : [];
        await RunAsync([ours, .. theirs], emulator.Put, emulator.Take, cancellation);
        Write(table, ours, theirs);
        if (!BindingsClients.AreHere)
            table.Write("Iot.Device.Bindings", "not measured here: it is not in this build (eng/adapters)");
    }

    private static async Task RunAsync(
        Peer[] peers, Func<EmulatedCard, long> put, Func<EmulatedCard, long> take, CancellationToken cancellation)
    {
        var chance = new Random(Seed);
        for (var round = 0; round < Rounds; round++)
            foreach (var peer in peers)
            {
                await using var client = peer.Start();
                using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                over.CancelAfter(LongestWait);
                await client.ReadyAsync(over.Token);
                await Task.Delay(LongestPause * chance.NextDouble(), TimeProvider.System, cancellation);
                var uid = Guests.Uid(round);
                var card = EmulatedCard.WithUid(Convert.FromHexString(uid));
                var at = put(card);
                peer.Times.Add(Elapsed.Milliseconds(at, await client.UidAsync(uid, over.Token)));
                take(card);
            }
    }

    private static void Write(Table table, Peer ours, Peer[] theirs)
    {
        var own = Distribution.Of(ours.Times);
        table.Times(ours.Name, own);
        foreach (var peer in theirs)
        {
            var times = Distribution.Of(peer.Times);
            table.Times(peer.Name, times);
            table.Ratio("  that / ours", times, own, better: Better.Higher);
        }
    }

    private sealed record Peer(string Name, Func<IReaderClient> Start)
    {
        public List<double> Times { get; } = [];
    }
}
