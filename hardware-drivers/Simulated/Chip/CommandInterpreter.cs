using HardwareDrivers.Pn532;

namespace HardwareDrivers.Simulated;

/// <summary>
/// The firmware's commands (UM0701-02, chapter 7) as sequences of steps. No clock, no thread: whoever pulls the steps
/// lets the time pass. Reads the bytes itself, so that an error in the driver's encoders cannot hide here.
/// </summary>
internal sealed class CommandInterpreter(ChipTimings timings, RadioField air)
{
    private static readonly int[] Rates =
        [9_600, 19_200, 38_400, 57_600, 115_200, 230_400, 460_800, 921_600, 1_288_000];

    private readonly ChipState state = new();

    private TypeASearch Search => new(timings, air, state);

    private TargetCommands Targets => new(timings, air, state, Search);

    private CardExchanges Exchanges => new(timings, air, state, Search);

    /// <summary>SAMConfiguration has been given since power-on.</summary>
    public bool InNormalMode => state.InNormalMode;

    /// <summary>Begins a command.</summary>
    /// <param name="data">Its code and parameters.</param>
    public IEnumerable<ChipStep> Begin(ReadOnlyMemory<byte> data)
    {
        var parameters = data[1..];
        return (CommandCode)data.Span[0] switch
        {
            CommandCode.InListPassiveTarget => Targets.List(parameters),
            CommandCode.InAutoPoll => Targets.AutoPoll(parameters),
            CommandCode.InDataExchange => Exchanges.ByProtocol(parameters),
            CommandCode.InCommunicateThru => Exchanges.AsItIs(parameters),
            CommandCode.InPsl => Targets.ChangeRate(parameters),
            CommandCode.InSelect => Targets.Select(parameters),
            CommandCode.InDeselect => Targets.PutToSleep(parameters, forget: false),
            CommandCode.InRelease => Targets.PutToSleep(parameters, forget: true),
            var code => DoAtOnce(code, parameters.ToArray()),
        };
    }

    private IEnumerable<ChipStep> DoAtOnce(CommandCode code, byte[] parameters)
    {
        yield return new ChipStep.Takes(timings.Command);
        yield return AtOnce(code, parameters);
    }

    private ChipStep AtOnce(CommandCode code, byte[] parameters) => (code, parameters) switch
    {
        (CommandCode.Diagnose, [var test, ..]) => Diagnose(test, parameters),
        (CommandCode.GetFirmwareVersion, []) => new ChipStep.Answers(FirmwareVersion.Pn532, 1, 6, 0x07),
        (CommandCode.GetGeneralStatus, []) => GeneralStatus(),
        (CommandCode.ReadRegister, [_, _, ..]) when parameters.Length % 2 == 0 => ReadRegisters(parameters),
        (CommandCode.WriteRegister, [_, _, _, ..]) when parameters.Length % 3 == 0 => WriteRegisters(parameters),
        (CommandCode.SetSerialBaudRate, [<= 8 and var rate]) => new ChipStep.ChangesRate(Rates[rate]),
        (CommandCode.SetParameters, [var flags]) => SetParameters(flags),
        // Mode, and optionally the time-out of the virtual card and the use of the interrupt line.
        (CommandCode.SamConfiguration, [>= 1 and <= 4, ..]) when parameters.Length <= 3 => EnterNormalMode(),
        // What may wake it, and optionally whether it says so on the interrupt line.
        (CommandCode.PowerDown, [_] or [_, 0 or 1]) => PowerDown(),
        (CommandCode.RfConfiguration, [var item, ..]) => Configure(item, parameters[1..]),
        _ => new ChipStep.Refuses(),
    };

    private ChipStep Diagnose(byte test, byte[] parameters) => test switch
    {
        // Communication line: everything comes back.
        0x00 => new ChipStep.Answers(parameters),
        // ROM, RAM, antenna: good.
        0x01 or 0x02 or 0x07 => new ChipStep.Answers(0x00),
        // Polling of FeliCa targets: all 128 fail, there are none.
        0x04 => new ChipStep.Answers(128),
        // Is the target still there? Asked by its protocol, which only ISO/IEC 14443-4 has.
        0x06 => new ChipStep.Answers(IsPart4TargetThere() ? TargetStatus.Success : TargetStatus.TimedOut),
        _ => new ChipStep.Refuses(),
    };

    private bool IsPart4TargetThere() =>
        state.Selected is { AnswerToSelect.IsEmpty: false } card && air.Reaches(card);

    // Last error, external field, targets (number, two rates, modulation each), security module (7.2.3).
    private ChipStep.Answers GeneralStatus()
    {
        var targets = state.Targets.SelectMany((_, index) => new byte[] { (byte)(index + 1), 0, 0, 0x10 });
        return new ChipStep.Answers([0x00, 0x00, (byte)state.Targets.Count, .. targets, 0x00]);
    }

    private ChipStep.Answers ReadRegisters(ReadOnlySpan<byte> addresses)
    {
        var values = new byte[addresses.Length / 2];
        for (var i = 0; i < values.Length; i++)
            values[i] = state[(ushort)((addresses[2 * i] << 8) | addresses[2 * i + 1])];
        return new ChipStep.Answers(values);
    }

    private ChipStep.Answers WriteRegisters(ReadOnlySpan<byte> triples)
    {
        for (var i = 0; i < triples.Length; i += 3)
            state[(ushort)((triples[i] << 8) | triples[i + 1])] = triples[i + 2];
        return new ChipStep.Answers();
    }

    private ChipStep.Answers SetParameters(byte flags)
    {
        state.Parameters = flags;
        return new ChipStep.Answers();
    }

    private ChipStep.Answers EnterNormalMode()
    {
        state.InNormalMode = true;
        return new ChipStep.Answers();
    }

    private ChipStep.Sleeps PowerDown()
    {
        air.SwitchOff();
        state.Targets.Clear();
        state.Selected = null;
        return new ChipStep.Sleeps(TargetStatus.Success);
    }

    private ChipStep Configure(byte item, byte[] values)
    {
        switch (item, values)
        {
            case (0x01, [var flags]) when (flags & 0x01) != 0:
                air.SwitchOn();
                break;
            case (0x01, [_]):
                air.SwitchOff();
                break;
            case (0x02, [_, var attributes, var exchange])
                when RfTimeout.FromCode(attributes) is not null && RfTimeout.FromCode(exchange) is { } timeout:
                state.ExchangeTimeout = timeout;
                break;
            case (0x05, [_, _, var activation]):
                state.ActivationRetries = activation;
                break;
            // Exchange retries, and the analogue settings of types A and F, B, and the higher rates: taken, without
            // effect on a field that never fails.
            case (0x04, [_]) or (0x0A, { Length: 11 }) or (0x0B, { Length: 8 }) or (0x0C, { Length: 3 })
                or (0x0D, { Length: 9 }):
                break;
            default:
                return new ChipStep.Refuses();
        }
        return new ChipStep.Answers();
    }
}
