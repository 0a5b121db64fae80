using HardwareDrivers.Pn532;

namespace HardwareDrivers.Simulated;

/// <summary>
/// A PN532 on its serial bus, byte for byte. A machine of discrete events: it is told what time it is, says when
/// something will happen next, and has neither thread nor clock of its own.
/// </summary>
public sealed class Pn532Chip
{
    private const byte WakeUpByte = 0x55;

    private readonly ChipTimings timings;
    private readonly PacedLine fromHost;
    private readonly PacedLine toHost;
    private readonly FrameParser parser = new();
    private readonly int powerOnBaud;
    private int? nextBaud;
    private CommandInterpreter interpreter;
    private IEnumerator<ChipStep>? running;
    private byte runningCode;
    private long stepDue = long.MaxValue;
    private long frameTimeout = long.MaxValue;
    private long awakeAt = long.MaxValue;
    private byte[] lastAnswer = [];

    /// <summary>A chip that has just been given power: asleep, in low-battery mode.</summary>
    /// <param name="baud">Its rate after power-on, and the host's until it chooses another.</param>
    /// <param name="timings">How long everything takes.</param>
    public Pn532Chip(int baud, ChipTimings timings)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baud);
        this.timings = timings;
        powerOnBaud = baud;
        fromHost = new PacedLine(baud);
        toHost = new PacedLine(baud);
        Field = new RadioField(timings);
        interpreter = new CommandInterpreter(timings, Field);
    }

    /// <summary>What lies in front of the antenna.</summary>
    public RadioField Field { get; }

    /// <summary>The rate that the chip has now.</summary>
    public int Baud => toHost.Baud;

    /// <summary>The rate that the host has now. Where it is not the chip's, both hear noise.</summary>
    public int HostBaud
    {
        get => fromHost.Baud;
        set => fromHost.Baud = value;
    }

    /// <summary>
    /// The firmware hangs: it hears nothing and says nothing. When it goes on, it knows what it knew.
    /// </summary>
    public bool Hung
    {
        get;
        set
        {
            field = value;
            if (value)
                FallSilent();
        }
    }

    /// <summary>When something will happen by itself; <see cref="long.MaxValue"/> for never. Nanoseconds.</summary>
    public long NextEvent =>
        Math.Min(Math.Min(fromHost.NextDue, toHost.NextDue), Math.Min(stepDue, frameTimeout));

    private bool Asleep => awakeAt == long.MaxValue;

    /// <summary>Takes away the power and gives it back: low-battery mode, everything forgotten.</summary>
    public void PowerCycle()
    {
        FallSilent();
        Field.SwitchOff();
        (awakeAt, lastAnswer) = (long.MaxValue, []);
        (toHost.Baud, nextBaud) = (powerOnBaud, null);
        interpreter = new CommandInterpreter(timings, Field);
    }

    /// <summary>The host has written bytes.</summary>
    /// <param name="bytes">What it wrote; they arrive at the rate of the line.</param>
    /// <param name="moment">Nanoseconds; never goes back.</param>
    public void Receive(ReadOnlySpan<byte> bytes, long moment)
    {
        if (!Hung)
            fromHost.Send(bytes, moment);
    }

    /// <summary>Lets everything happen that is due.</summary>
    /// <param name="moment">Nanoseconds; never goes back.</param>
    /// <param name="output">Gets the bytes that have arrived at the host.</param>
    public void AdvanceTo(long moment, ICollection<byte> output)
    {
        while (NextEvent is var next && next <= moment)
        {
            Field.AdvanceTo(next);
            if (fromHost.TryTake(next, out var heard))
                Hear(heard, next);
            else if (frameTimeout <= next)
                GiveUpOnFrame();
            else if (stepDue <= next)
                Step();
            else if (toHost.TryTake(next, out var said))
                foreach (var value in WrongRate.Heard(said, Baud, HostBaud))
                    output.Add(value);
        }
        Field.AdvanceTo(moment);
    }

    private void FallSilent()
    {
        fromHost.Clear();
        toHost.Clear();
        GiveUpOnFrame();
        Stop();
    }

    private void Hear(byte value, long moment)
    {
        if (Asleep)
        {
            // Edges start the oscillator, at whatever rate; this byte and those until it runs are lost.
            if (value == WakeUpByte)
                awakeAt = moment + timings.WakeUp.ToNanoseconds();
            return;
        }
        if (moment < awakeAt)
            return;
        foreach (var heard in WrongRate.Heard(value, HostBaud, Baud))
            parser.Add([heard]);
        while (parser.Next() is { } frame)
            Obey(frame, moment);
        frameTimeout = parser.InsideFrame
            ? moment + toHost.DurationOf(timings.InterByteBits) / 10
            : long.MaxValue;
    }

    private void GiveUpOnFrame()
    {
        frameTimeout = long.MaxValue;
        parser.Clear();
    }

    private void Obey(Frame frame, long moment)
    {
        switch (frame)
        {
            case Frame.Acknowledge:
                // The abort. It does not touch the field: what was activated stays so.
                Stop();
                ChangeRate(moment);
                break;
            case Frame.NegativeAcknowledge:
                toHost.Send(lastAnswer, moment);
                break;
            case Frame.Information { Direction: FrameDirection.ToChip } command when Accepts(command):
                Stop();
                nextBaud = null;
                Begin(command, moment);
                break;
            default:
                // A broken frame is not acknowledged, and neither is a host that speaks as if it were the chip.
                break;
        }
    }

    // The ACK behind SetSerialBaudRate's response; any other command in its place leaves the rate as it is.
    private void ChangeRate(long moment)
    {
        if (nextBaud is not { } baud)
            return;
        (toHost.Baud, nextBaud) = (baud, null);
        awakeAt = moment + timings.RateChange.ToNanoseconds();
    }

    // In low-battery mode only SAMConfiguration is heard: the strictest reading of AN10609.
    private bool Accepts(Frame.Information command) =>
        interpreter.InNormalMode || command.Data.Span[0] == (byte)CommandCode.SamConfiguration;

    private void Begin(Frame.Information command, long moment)
    {
        toHost.Send(FrameEncoder.Acknowledge, moment + timings.Acknowledgement.ToNanoseconds());
        runningCode = command.Data.Span[0];
        running = interpreter.Begin(command.Data).GetEnumerator();
        stepDue = toHost.FreeAt;
    }

    private void Step()
    {
        var due = stepDue;
        stepDue = long.MaxValue;
        if (running is null || !running.MoveNext())
            return;
        switch (running.Current)
        {
            case ChipStep.Takes takes:
                stepDue = due + takes.Duration.ToNanoseconds();
                break;
            case ChipStep.Answers answer:
                Answer(answer.Content, due);
                break;
            case ChipStep.ChangesRate change:
                Answer([], due);
                nextBaud = change.Baud;
                break;
            case ChipStep.Sleeps last:
                Answer(last.Content, due);
                awakeAt = long.MaxValue;
                break;
            default:
                Say(FrameEncoder.SyntaxError.ToArray(), due);
                break;
        }
    }

    private void Answer(byte[] content, long moment) =>
        Say(FrameEncoder.Information(FrameDirection.FromChip, [(byte)(runningCode + 1), .. content]), moment);

    private void Say(byte[] frame, long moment)
    {
        Stop();
        lastAnswer = frame;
        toHost.Send(frame, moment);
    }

    private void Stop()
    {
        running?.Dispose();
        running = null;
        stepDue = long.MaxValue;
    }
}
