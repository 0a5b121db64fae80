using System.Net.Sockets;
using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Simulated;

/// <summary>One program's hold on one wire, at the world's end.</summary>
internal sealed class WireConnection : IDisposable
{
    private readonly Socket socket;
    private readonly VirtualBoard board;
    private readonly Lock telling = new();
    private VirtualLine? line;
    private bool isInput;
    private uint changes;

    public WireConnection(Socket socket, VirtualBoard board)
    {
        (this.socket, this.board) = (socket, board);
        socket.Blocking = false;
    }

    /// <summary>Serves until the program gives the wire back, or ends.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var packet = new byte[WireTalk.LongestBytes];
        try
        {
            while (await socket.ReceiveAsync(packet, SocketFlags.None, cancellation) is > 0 and var count)
                if (!Obey(WireTalk.ReadOrder(packet.AsSpan(0, count))))
                    break;
        }
        catch (Exception gone) when (
            gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The program has ended, or the board was pulled out.
        }
        finally
        {
            LetGo();
        }
    }

    public void Dispose() => socket.Dispose();

    /// <returns>False when nothing follows.</returns>
    private bool Obey(WireOrder? order)
    {
        switch (order)
        {
            case WireOrder.Open open when line is null:
                return Open(open);
            case WireOrder.Drive drive when line is not null && !isInput:
                lock (board.Gate)
                    line.DriveFromInside(drive.Level);
                return Tell(WireTalk.Done);
            case WireOrder.Close:
                LetGo();
                Tell(WireTalk.Done);
                return false;
            default:
                Tell(WireTalk.Refused("no such order: docs/emulated-lines.md"));
                return false;
        }
    }

    private bool Open(WireOrder.Open open)
    {
        if (open.Chip != 0)
            return Tell(WireTalk.Refused($"gpiochip{open.Chip}: these wires have chip 0 only"));
        if (open.Line is not { } number)
            return Tell(WireTalk.Done);
        lock (board.Gate)
        {
            if (number is < 0 or >= VirtualBoard.LineCount)
                return Tell(WireTalk.Refused(
                    $"line {number}: the chip has lines 0 to {VirtualBoard.LineCount - 1}"));
            if (board.Line(number).Consumer is { } other)
                return Tell(WireTalk.Refused($"line {number}: '{other}' has it"));
            line = board.Line(number);
            line.Consumer = open.Consumer;
            isInput = open.IsInput;
            if (!isInput)
            {
                line.DriveFromInside(open.Level);
                return Tell(WireTalk.Done);
            }
            line.DriveFromInside(null);
            line.Pull(open.Bias == LineBias.PullUp);
            // Told with the gate held, as changes are: none is told before it, none is missed behind it.
            line.Changed = (level, moment) => Tell(WireTalk.Changed(moment, level, unchecked(++changes)));
            return Tell(WireTalk.Level(line.Level));
        }
    }

    private void LetGo()
    {
        lock (board.Gate)
        {
            if (line is null)
                return;
            line.Changed = null;
            if (!isInput)
                line.DriveFromInside(null);
            line.Consumer = null;
            line = null;
        }
    }

    /// <summary>Without waiting: what finds no room in the socket is lost, and the numbers say so.</summary>
    /// <returns>False when the program has gone.</returns>
    private bool Tell(byte[] packet)
    {
        lock (telling)
        {
            try
            {
                socket.Send(packet, SocketFlags.None, out var error);
                return error is SocketError.Success or SocketError.WouldBlock;
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }
}
