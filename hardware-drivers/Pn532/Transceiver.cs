using HardwareDrivers.Abstractions;

namespace HardwareDrivers.Pn532;

/// <summary>
/// One command at a time: command, ACK, response (UM0701-02, 6.2.2). A command that was given up is always aborted, so
/// that the chip never works on something that nobody waits for.
/// </summary>
internal sealed class Transceiver(IFrameLink link, Pn532Settings settings, TimeProvider clock)
{
    /// <summary>For commands that may be carried out twice.</summary>
    public const int UsualTries = 2;

    /// <summary>Sends a command and waits for its response.</summary>
    /// <param name="command">What to do.</param>
    /// <param name="patience">From the ACK to the response. A command without an end is given one by this.</param>
    /// <param name="cancellation">Aborts the command on the chip, too.</param>
    /// <param name="tries">How often it is sent before it counts as not acknowledged.</param>
    /// <exception cref="LinkLostException">The link is gone.</exception>
    /// <exception cref="OperationCanceledException">After the abort was sent.</exception>
    public ExchangeOutcome<T> Execute<T>(
        Pn532Command<T> command, TimeSpan patience, CancellationToken cancellation, int tries = UsualTries)
    {
        try
        {
            return Deliver(command, tries, cancellation)
                ? AwaitResponse(command, patience, cancellation)
                : new ExchangeOutcome<T>.Unacknowledged();
        }
        catch (OperationCanceledException)
        {
            AbortIfThere();
            throw;
        }
    }

    /// <summary>Stops whatever the chip is doing: it does not answer that command any more.</summary>
    /// <remarks>
    /// Not to be cancelled: it is what a cancellation does. Six bytes, and the link's time-out for writing ends it.
    /// </remarks>
    /// <exception cref="LinkLostException">The link is gone.</exception>
    public void Abort() => link.Send(FrameEncoder.Acknowledge, CancellationToken.None);

    private void AbortIfThere()
    {
        try
        {
            Abort();
        }
        catch (Exception fault) when (fault is LinkLostException or ChipFaultException)
        {
            // Nobody there who would have to be stopped; the cancellation is what the caller wants to hear of.
        }
    }

    private bool Deliver<T>(Pn532Command<T> command, int tries, CancellationToken cancellation)
    {
        var frame = FrameEncoder.Information(FrameDirection.ToChip, command.Encode());
        for (var sent = 0; sent < tries; sent++)
        {
            // Whatever has come until now answers something older.
            link.Discard();
            link.Send(frame, cancellation);
            if (AwaitAcknowledge(cancellation))
                return true;
        }
        Abort();
        return false;
    }

    private bool AwaitAcknowledge(CancellationToken cancellation)
    {
        var deadline = Deadline.After(settings.AcknowledgeTimeout, clock);
        while (!deadline.Passed && link.Receive(deadline.Left, cancellation) is { } frame)
        {
            // The chip sends in order: what comes before our ACK is the late response of an aborted command.
            if (frame is Frame.Acknowledge)
                return true;
            if (frame is Frame.NegativeAcknowledge)
                return false;
        }
        return false;
    }

    private ExchangeOutcome<T> AwaitResponse<T>(
        Pn532Command<T> command, TimeSpan patience, CancellationToken cancellation)
    {
        var deadline = Deadline.After(patience, clock);
        var asked = false;
        while (!deadline.Passed && link.Receive(deadline.Left, cancellation) is { } frame)
        {
            switch (frame)
            {
                case Frame.Information { Direction: FrameDirection.FromChip } response
                    when response.Data.Span[0] == (byte)command.Code + 1:
                    return Read(command, response);
                case Frame.SyntaxError:
                    return new ExchangeOutcome<T>.Refused();
                case Frame.Broken broken when asked:
                    Abort();
                    return new ExchangeOutcome<T>.Garbled($"two broken frames in a row, the last by {broken.Fault}");
                case Frame.Broken:
                    AskAgain(cancellation);
                    asked = true;
                    deadline = Deadline.After(settings.ResponseTimeout, clock);
                    break;
                default:
                    // An ACK or a response that came late: it is about an older command.
                    break;
            }
        }
        Abort();
        return new ExchangeOutcome<T>.Unanswered(patience);
    }

    private void AskAgain(CancellationToken cancellation)
    {
        link.Discard();
        link.Send(FrameEncoder.NegativeAcknowledge, cancellation);
    }

    private static ExchangeOutcome<T> Read<T>(Pn532Command<T> command, Frame.Information response) =>
        command.Decode(response.Data.Span[1..]) switch
        {
            Decoded<T>.Value value => new ExchangeOutcome<T>.Answered(value.Content),
            Decoded<T>.Malformed malformed => new ExchangeOutcome<T>.Garbled(malformed.Detail),
            var other => throw new InvalidOperationException($"No such result: {other}."),
        };
}
