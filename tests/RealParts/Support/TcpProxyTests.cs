using System.Net;
using System.Net.Sockets;
using System.Text;
using Tests.Support;

namespace Tests.RealParts.Support;

public sealed class TcpProxyTests : IAsyncLifetime
{
    private readonly TcpListener server = new(IPAddress.Loopback, 0);
    private TcpProxy proxy = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        server.Start();
        proxy = TcpProxy.To(((IPEndPoint)server.LocalEndpoint).Port);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await proxy.DisposeAsync();
        server.Dispose();
    }

    [Fact]
    public async Task Bytes_pass_in_both_directions()
    {
        var (near, far) = await ConnectAsync();

        await SendAsync(near, "up");
        Assert.Equal("up", await ReceiveAsync(far, 2));
        await SendAsync(far, "down");
        Assert.Equal("down", await ReceiveAsync(near, 4));
    }

    [Fact]
    public async Task A_stall_holds_every_byte_and_resuming_lets_them_go_in_order()
    {
        var (near, far) = await ConnectAsync();
        proxy.Stall();

        await SendAsync(near, "first ");
        await SendAsync(near, "second");

        Assert.False(far.Poll(TimeSpan.FromMilliseconds(200), SelectMode.SelectRead));
        Assert.Equal(1, proxy.Open);
        proxy.Resume();
        Assert.Equal("first second", await ReceiveAsync(far, 12));
    }

    [Fact]
    public async Task A_cut_resets_both_sides_and_new_connections_are_accepted()
    {
        var (near, far) = await ConnectAsync();

        proxy.Cut();

        await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(near, 1));
        await Assert.ThrowsAsync<SocketException>(() => ReceiveAsync(far, 1));
        await Eventually.EqualAsync(0, () => proxy.Open, "connections", Cancellation);
        await ConnectAsync();
        Assert.Equal(2, proxy.Accepted);
    }

    [Fact]
    public async Task Refusing_turns_new_connections_away_keeps_the_old_ones_and_can_end()
    {
        var (near, far) = await ConnectAsync();

        await proxy.RefuseAsync();

        await Assert.ThrowsAsync<SocketException>(DialAsync);
        await SendAsync(near, "still here");
        Assert.Equal("still here", await ReceiveAsync(far, 10));
        proxy.Accept();
        await ConnectAsync();
    }

    /// <summary>
    /// The proxy may be waiting on its listener, or just have taken a connection from it; neither may fail, and the
    /// kernel must not go on listening where the next connection would be taken and reset.
    /// </summary>
    [Fact]
    public async Task Refusing_may_come_at_the_moment_of_a_new_connection()
    {
        for (var round = 0; round < 3000; round++)
        {
            using var near = await DialAsync();
            await proxy.RefuseAsync();
            proxy.Accept();
        }
    }

    [Fact]
    public async Task A_delay_holds_bytes_for_so_long()
    {
        var (near, far) = await ConnectAsync();
        proxy.Delay = TimeSpan.FromMilliseconds(250);
        var start = TimeProvider.System.GetTimestamp();

        await SendAsync(near, "slow");

        Assert.Equal("slow", await ReceiveAsync(far, 4));
        Assert.True(TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromMilliseconds(240));
    }

    [Fact]
    public async Task An_orderly_end_of_one_side_reaches_the_other()
    {
        var (near, far) = await ConnectAsync();

        near.Shutdown(SocketShutdown.Send);

        Assert.Equal("", await ReceiveAsync(far, 1));
    }

    private static async Task SendAsync(Socket socket, string text) =>
        await socket.SendAsync(Encoding.ASCII.GetBytes(text), Cancellation);

    /// <summary>So many characters, or fewer when the other side ends.</summary>
    private static async Task<string> ReceiveAsync(Socket socket, int count)
    {
        var buffer = new byte[count];
        var received = 0;
        while (received < count)
        {
            var more = await socket.ReceiveAsync(buffer.AsMemory(received), Cancellation);
            if (more == 0)
                break;
            received += more;
        }
        return Encoding.ASCII.GetString(buffer, 0, received);
    }

    private async Task<(Socket Near, Socket Far)> ConnectAsync() =>
        (await DialAsync(), await server.AcceptSocketAsync(Cancellation));

    private async Task<Socket> DialAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, proxy.Port, Cancellation);
        return socket;
    }
}
