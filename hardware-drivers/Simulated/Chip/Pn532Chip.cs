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
    private readonly ChipVoice voice;
    private readonly int powerOnBaud;
    private int? nextBaud;
    private CommandInterpreter interpreter;
    private IEnumerator<ChipStep>? running;
    private byte runningCode;
    private long stepDue = long.MaxValue;
    private long frameTimeout = long.MaxValue;
    private long awakeAt = long.MaxValue;
    private byte[] lastAnswer = [];
    private long now;
    private long startedAt;
    private long? unsuppliedSince;
    private bool inReset;
    private bool missedLast;
    private ChipHang? hang;

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
        voice = new ChipVoice(toHost, Faults);
        Field = new RadioField(timings);
        interpreter = new CommandInterpreter(timings, Field);
    }

    /// <summary>What lies in front of the antenna.</summary>
    public RadioField Field { get; }

    /// <summary>What goes wrong.</summary>
    public ChipFaults Faults { get; } = new();

    /// <summary>The rate that the chip has now.</summary>
    public int Baud => toHost.Baud;

    /// <summary>The rate that the host has now. Where it is not the chip's, both hear noise.</summary>
    public int HostBaud
    {
        get => fromHost.Baud;
        set => fromHost.Baud = value;
    }

    /// <summary>The firmware hangs until it is told otherwise; when it goes on, it knows what it knew.</summary>
    public bool Hung
    {
        get => hang is not null;
        set
        {
            if (value)
                Hang(ChipHang.UntilReleased);
            else
                hang = null;
        }
    }

    /// <summary>What an I2C bus sees while the firmware hangs, and hears no abort.</summary>
    public HungBus WhileHung { get; set; }

    /// <summary>What an I2C bus sees now; null: whatever a chip says that does not hang.</summary>
    internal HungBus? OnTheBus =>
        hang is null or ChipHang.UntilAbort || inReset || unsuppliedSince is not null ? null : WhileHung;

    /// <summary>When something will happen by itself; <see cref="long.MaxValue"/> for never. Nanoseconds.</summary>
    public long NextEvent =>
        Math.Min(Math.Min(fromHost.NextDue, toHost.NextDue), Math.Min(stepDue, frameTimeout));

    private bool Asleep => awakeAt == long.MaxValue;

    private bool IsDeaf => inReset || unsuppliedSince is not null || hang is not (null or ChipHang.UntilAbort);

    /// <summary>The firmware hangs: what it was doing is lost, it says nothing.</summary>
    public void Hang(ChipHang until)
    {
        hang = until;
        FallSilent();
    }

    /// <summary>RSTPD_N: while it is held, nothing runs; afterwards everything is as after power-on.</summary>
    /// <param name="held">The line is low.</param>
    public void Reset(bool held)
    {
        if (held && hang is ChipHang.UntilAbort or ChipHang.UntilReset)
            hang = null;
        if (held || inReset)
            StartOver();
        inReset = held;
    }

    /// <summary>Switches its supply. Off for too short a time, its capacitors carry it over.</summary>
    public void Supply(bool on)
    {
        if (!on)
        {
            unsuppliedSince ??= now;
            FallSilent();
            Field.SwitchOff();
        }
        else if (unsuppliedSince is { } since)
        {
            unsuppliedSince = null;
            if (now - since >= timings.SupplyDecay.ToNanoseconds())
                PowerCycle();
        }
    }

    /// <summary>It is awake, and its oscillator runs.</summary>
    internal bool HearsAt(long moment) =>
        moment >= awakeAt && !Asleep && !inReset && unsuppliedSince is null;

    /// <summary>Takes away the power and gives it back: low-battery mode, everything forgotten.</summary>
    public void PowerCycle()
    {
        if (hang != ChipHang.UntilReleased)
            hang = null;
        StartOver();
    }

    /// <summary>The host has written bytes.</summary>
    /// <param name="bytes">What it wrote; they arrive at the rate of the line.</param>
    /// <param name="moment">Nanoseconds; never goes back.</param>
    public void Receive(ReadOnlySpan<byte> bytes, long moment)
    {
        now = moment;
        if (!IsDeaf)
            fromHost.Send(bytes, moment);
    }

    /// <summary>Lets everything happen that is due.</summary>
    /// <param name="moment">Nanoseconds; never goes back.</param>
    /// <param name="output">Gets the bytes that have arrived at the host.</param>
    public void AdvanceTo(long moment, ICollection<byte> output)
    {
        while (NextEvent is var next && next <= moment)
        {
            now = Math.Max(now, next);
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
        now = moment;
        Field.AdvanceTo(moment);
    }

    private void StartOver()
    {
        FallSilent();
        Field.SwitchOff();
        (awakeAt, lastAnswer, startedAt) = (long.MaxValue, [], now + timings.Start.ToNanoseconds());
        (toHost.Baud, nextBaud) = (powerOnBaud, null);
        interpreter = new CommandInterpreter(timings, Field);
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
            if (value == WakeUpByte && moment >= startedAt)
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
                hang = null;
                AnswerAllTheSame(moment);
                Stop();
                ChangeRate(moment);
                break;
            case var _ when Hung:
                break;
            case Frame.NegativeAcknowledge:
                voice.Respond(lastAnswer, moment);
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

    // A search finds nothing any more, and says so.
    private void AnswerAllTheSame(long moment)
    {
        if (running is null || !Faults.Strikes(ChipFault.StaleResponse, moment))
            return;
        byte[] content = runningCode == (byte)CommandCode.InListPassiveTarget ? [0] : [];
        voice.Respond(
            FrameEncoder.Information(FrameDirection.FromChip, [(byte)(runningCode + 1), .. content]),
            moment + timings.Command.ToNanoseconds());
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
        var acknowledgedAt = moment + timings.Acknowledgement.ToNanoseconds();
        if (voice.Declines(acknowledgedAt))
            return;
        voice.Acknowledge(acknowledgedAt);
        runningCode = command.Data.Span[0];
        running = interpreter.Begin(command.Data).GetEnumerator();
        stepDue = Math.Max(acknowledgedAt, toHost.FreeAt);
    }

    private void Step()
    {
        var due = stepDue;
        stepDue = long.MaxValue;
        if (running is null || !running.MoveNext())
            return;
        switch (running.Current)
        {
            case not ChipStep.Takes when Faults.Strikes(ChipFault.RefusedCommand, due):
                Say(FrameEncoder.SyntaxError.ToArray(), due);
                break;
            case ChipStep.Takes takes:
                LoseCards(due);
                stepDue = due + takes.Duration.ToNanoseconds();
                break;
            case ChipStep.Answers answer:
                Answer(Misses(answer.Content, due) ? [0] : answer.Content, due);
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

    private void LoseCards(long moment)
    {
        var selected = Field.Cards.Any(card => card.State is CardState.Active or CardState.ActiveFromHalt);
        if (!selected || !Faults.Strikes(ChipFault.CardRemoved, moment))
            return;
        foreach (var card in Field.Cards)
            Field.Take(card);
    }

    // NbTg, Tg, SENS_RES (2), SEL_RES, length of the UID: one target with seven bytes.
    private bool Misses(byte[] content, long moment)
    {
        if (runningCode != (byte)CommandCode.InListPassiveTarget || content is not [1, _, _, _, _, 7, ..])
            return false;
        missedLast = !missedLast && Faults.Strikes(ChipFault.MissedRead, moment);
        return missedLast;
    }

    private void Answer(byte[] content, long moment) =>
        Say(FrameEncoder.Information(FrameDirection.FromChip, [(byte)(runningCode + 1), .. content]), moment);

    private void Say(byte[] frame, long moment)
    {
        Stop();
        lastAnswer = frame;
        voice.Respond(frame, moment);
    }

    private void Stop()
    {
        running?.Dispose();
        running = null;
        stepDue = long.MaxValue;
    }
}
