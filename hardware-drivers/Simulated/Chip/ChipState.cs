using HardwareDrivers.Pn532;

namespace HardwareDrivers.Simulated;

/// <summary>What the chip's firmware remembers between commands. As after power-on.</summary>
internal sealed class ChipState
{
    private readonly Dictionary<ushort, byte> registers = [];

    /// <summary>SetParameters (UM0701-02, 7.2.9).</summary>
    public byte Parameters { get; set; } = SetParameters.PowerOn;

    /// <summary>MxRtyPassiveActivation (7.3.1, item 5).</summary>
    public byte ActivationRetries { get; set; } = RfConfiguration.ActivationRetries.Forever;

    /// <summary>Time-out of InDataExchange and InCommunicateThru (7.3.1, item 2): 51.2 ms.</summary>
    public RfTimeout ExchangeTimeout { get; set; } = RfTimeout.AtLeast(TimeSpan.FromMilliseconds(51.2));

    /// <summary>SAMConfiguration has been given since power-on.</summary>
    public bool InNormalMode { get; set; }

    /// <summary>The listed targets; number 1 is the first.</summary>
    public List<EmulatedCard> Targets { get; } = [];

    /// <summary>The target that is not asleep.</summary>
    public EmulatedCard? Selected { get; set; }

    /// <summary>Automatic RATS after an activation.</summary>
    public bool AnswersToSelectAreAsked => (Parameters & 0x10) != 0;

    /// <summary>Registers keep what was written and have no other effect here; one never written reads 0.</summary>
    public byte this[ushort register]
    {
        get => registers.GetValueOrDefault(register);
        set => registers[register] = value;
    }
}
