using System.Net.Sockets;
using System.Text;
using CloudBridge.Relay;
using EdgeTerminal.Core;
using EdgeTerminal.Host;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;
using static Tests.Support.Kiosks;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>The real loop under a watchdog of six seconds; what it tells is read from a real socket.</summary>
public sealed class WatchdogTests : IDisposable
{
    private const string Missing = "; records of other terminals may be missing: limits of a stale list";
    private const string Serving = $"STATUS=serving, card list 1.1{Missing}";

    private readonly TemporaryFolder folder = new();
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly ServiceManager manager;
    private readonly LoopBench bench;

    public WatchdogTests()
    {
        listener.Bind(new UnixDomainSocketEndPoint(folder.In("notify")));
        manager = new ServiceManager(
            name => name switch
            {
                "NOTIFY_SOCKET" => folder.In("notify"),
                "WATCHDOG_USEC" => "6000000",
                _ => null,
            },
            0,
            NullLogger<ServiceManager>.Instance);
        bench = new LoopBench(manager, Card(Guest, "TLF 1000"));
    }

    public void Dispose()
    {
        bench.Dispose();
        manager.Dispose();
        listener.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Ready_is_said_once_guests_can_be_served()
    {
        Assert.Equal(0, listener.Available);
        bench.Start();
        await bench.IdleAsync();

        Assert.Equal([Serving, "READY=1", "WATCHDOG=1"], Heard());
    }

    [Fact]
    public async Task What_is_known_of_other_terminals_is_said_every_ten_seconds_at_most()
    {
        using var peer = new PeerJournal("bar-2");
        bench.Start();
        await bench.IdleAsync();
        Heard();

        await bench.GiveAsync(new LoopInput.News(new RelayNews.PeersHeard(
            [peer.Write(JournalWriter.Beer(Guest)), peer.Write(JournalWriter.Beer(Guest))], SomeMissing: false)));
        Assert.DoesNotContain(Heard(), said => said.StartsWith("STATUS", StringComparison.Ordinal));

        bench.Time.Advance(TimeSpan.FromSeconds(10));
        await bench.GiveAsync(new LoopInput.Key("1"));
        Assert.Contains("STATUS=serving, card list 1.1; hears bar-2 through 1/2 (whole)", Heard());
        Assert.Single(bench.Notes.Statuses);
    }

    [Fact]
    public async Task An_idle_loop_comes_round_by_itself()
    {
        bench.Start();
        await bench.IdleAsync();
        Heard();

        for (var round = 0; round < 3; round++)
        {
            bench.Time.Advance(TimeSpan.FromSeconds(2));
            await Eventually.TrueAsync(
                () => listener.Available > 0, "the watchdog is fed", TestContext.Current.CancellationToken);
            await bench.IdleAsync();
            Assert.Equal(["WATCHDOG=1"], Heard());
        }
    }

    [Fact]
    public async Task A_busy_loop_does_not_chatter()
    {
        bench.Start();
        await bench.IdleAsync();
        Heard();

        for (var press = 0; press < 20; press++)
            await bench.GiveAsync(new LoopInput.Key("1"));

        Assert.Empty(Heard());
    }

    [Fact]
    public async Task A_loop_that_hangs_says_nothing()
    {
        using var hanging = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        bench.Start();
        await bench.IdleAsync();
        Heard();
        bench.Notes.OnShow = _ =>
        {
            hanging.Set();
            goOn.Wait();
        };
        await bench.Loop.PostAsync(new LoopInput.Key("1"));
        await Eventually.TrueAsync(() => hanging.IsSet, "it hangs", TestContext.Current.CancellationToken);

        bench.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Empty(Heard());

        goOn.Set();
        await bench.IdleAsync();
        Assert.Equal(["WATCHDOG=1"], Heard());
    }

    [Fact]
    public async Task A_fault_is_in_the_status_line()
    {
        bench.Start();
        await bench.GiveAsync(new LoopInput.Core(new Input.FaultBegan(Fault.ReaderLost, "no answer")));

        Assert.Equal("STATUS=out of service, card list 1.1; faults: ReaderLost" + Missing, Heard()[^1]);
    }

    private List<string> Heard()
    {
        var heard = new List<string>();
        var buffer = new byte[4_096];
        while (listener.Available > 0)
            heard.Add(Encoding.UTF8.GetString(buffer, 0, listener.Receive(buffer)));
        return heard;
    }
}
