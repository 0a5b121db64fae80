using System.Net.Sockets;
using System.Text;
using EdgeTerminal.Host;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Support;

namespace Tests.Unit.EdgeTerminal.Host;

/// <summary>What a service manager hears, on a real socket.</summary>
public sealed class ServiceManagerTests : IDisposable
{
    private const int Ours = 4711;

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string?, string?, double?> Watchdogs => new()
    {
        { "6000000", null, 6 },
        { "6000000", "4711", 6 },
        { "6000000", "4712", null },
        { null, null, null },
        { "0", null, null },
        { "soon", null, null },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Each_word_is_one_datagram(bool isAbstract)
    {
        var address = isAbstract ? "@" + folder.In("notify") : folder.In("notify");
        using var listener = Listen(address);
        using var manager = Manager(("NOTIFY_SOCKET", address));

        manager.Say("serving,\ncard list 1.42");
        manager.Ready();
        manager.Alive();
        manager.Stopping();

        Assert.Equal(
            ["STATUS=serving, card list 1.42", "READY=1", "WATCHDOG=1", "STOPPING=1"],
            Enumerable.Range(0, 4).Select(_ => Receive(listener)));
    }

    [Fact]
    public void A_reload_names_its_moment_by_the_monotonic_clock()
    {
        using var listener = Listen(folder.In("notify"));
        using var manager = Manager(("NOTIFY_SOCKET", folder.In("notify")));
        var time = new ManualTime();
        time.Advance(TimeSpan.FromMilliseconds(1_234.5));

        manager.Reloading(time);

        Assert.Equal("RELOADING=1\nMONOTONIC_USEC=1234500", Receive(listener));
    }

    [Fact]
    public void Who_stops_says_so_once_and_does_not_call_itself_ready_any_more()
    {
        using var listener = Listen(folder.In("notify"));
        using var manager = Manager(("NOTIFY_SOCKET", folder.In("notify")));

        manager.Stopping();
        manager.Reloading(new ManualTime());
        manager.Ready();
        manager.Stopping();
        manager.Say("stopped");

        Assert.Equal(["STOPPING=1", "STATUS=stopped"], Enumerable.Range(0, 2).Select(_ => Receive(listener)));
    }

    [Theory]
    [MemberData(nameof(Watchdogs))]
    public void A_watchdog_is_for_whom_it_is_meant(string? limit, string? process, double? seconds)
    {
        using var listener = Listen(folder.In("notify"));
        using var manager = Manager(
            ("NOTIFY_SOCKET", folder.In("notify")), ("WATCHDOG_USEC", limit), ("WATCHDOG_PID", process));

        Assert.Equal(seconds, manager.WatchdogLimit?.TotalSeconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("vsock:2:1234")]
    [InlineData("/nobody/listens/here")]
    public void Where_nobody_listens_nothing_happens(string? address)
    {
        using var manager = Manager(("NOTIFY_SOCKET", address));

        manager.Ready();
        manager.Stopping();
    }

    private static ServiceManager Manager(params (string Name, string? Value)[] environment) => new(
        name => environment.FirstOrDefault(row => row.Name == name).Value,
        Ours,
        NullLogger<ServiceManager>.Instance);

    private static Socket Listen(string address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)
        {
            ReceiveTimeout = (int)Eventually.Deadline.TotalMilliseconds,
        };
        socket.Bind(new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address));
        return socket;
    }

    private static string Receive(Socket listener)
    {
        var buffer = new byte[4_096];
        return Encoding.UTF8.GetString(buffer, 0, listener.Receive(buffer));
    }
}
