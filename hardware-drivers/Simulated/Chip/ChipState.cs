using HardwareDrivers.Pn532;

namespace HardwareDrivers.Simulated;

/// <summary>What the chip's firmware remembers between commands. As after power-on.</summary>
internal sealed class ChipState
{
    // CIU_TxMode and CIU_RxMode: bit 7 has the chip put a checksum behind what it sends, and check and take away the
    // one behind what it hears.
    private const ushort SendingMode = 0x6302;
    private const ushort ReceptionMode = 0x6303;
    private const byte WithChecksum = 0x80;

    private readonly Dictionary<ushort, byte> registers = [];

    /// <summary>SetParameters (UM0701-02, 7.2.9).</summary>
    public byte Parameters { get; set; } = SetParameters.PowerOn;

    /// <summary>MxRtyPassiveActivation (7.3.1, item 5).</summary>
    public byte ActivationRetries { get; set; } = RfConfiguration.ActivationRetries.Forever;

    /// <summary>Time-out of InCommunicateThru, and of InDataExchange with a card without ISO/IEC 14443-4 (7.3.1, item
    /// 2): 51.2 ms.</summary>
    public RfTimeout ExchangeTimeout { get; set; } = RfTimeout.AtLeast(TimeSpan.FromMilliseconds(51.2));

    /// <summary>SAMConfiguration has been given since power-on.</summary>
    public bool InNormalMode { get; set; }

    /// <summary>The listed targets; number 1 is the first.</summary>
    public List<EmulatedCard> Targets { get; } = [];

    /// <summary>The target that is awake. Another one, or none, begins anew: its rate, what is half said.</summary>
    public EmulatedCard? Selected
    {
        get;
        set
        {
            field = value;
            Rate = AirTime.Rate.Once;
            Outgoing.Clear();
            Incoming = ReadOnlyMemory<byte>.Empty;
        }
    }

    /// <summary>Over the air to the selected target.</summary>
    public AirTime.Rate Rate { get; set; }

    /// <summary>What the host has given of a command that goes on.</summary>
    public List<byte> Outgoing { get; } = [];

    /// <summary>What the host has not fetched yet of a long answer.</summary>
    public ReadOnlyMemory<byte> Incoming { get; set; }

    /// <summary>Automatic RATS after an activation.</summary>
    public bool AnswersToSelectAreAsked => (Parameters & 0x10) != 0;

    /// <summary>The chip itself puts checksums behind what it sends.</summary>
    public bool SendsChecksums => (this[SendingMode] & WithChecksum) != 0;

    /// <summary>The chip itself checks and takes away checksums.</summary>
    public bool ChecksChecksums => (this[ReceptionMode] & WithChecksum) != 0;

    /// <summary>Registers keep what was written; but for those of checksums they have no other effect here. One never
    /// written reads 0.</summary>
    public byte this[ushort register]
    {
        get => registers.GetValueOrDefault(register);
        set => registers[register] = value;
    }

    /// <summary>A listed target by its number; null when there is none.</summary>
    public EmulatedCard? Target(int number) =>
        number >= 1 && number <= Targets.Count ? Targets[number - 1] : null;

    /// <summary>A card of type A is activated with checksums, whatever was set before.</summary>
    public void TurnChecksumsOn() => (this[SendingMode], this[ReceptionMode]) = (WithChecksum, WithChecksum);
}
