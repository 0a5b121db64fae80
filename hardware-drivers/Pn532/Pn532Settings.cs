namespace HardwareDrivers.Pn532;

/// <summary>The reader's time-outs and habits. The defaults suit a chip on a serial line of 115,200 baud.</summary>
public sealed record Pn532Settings
{
    /// <summary>
    /// From the ACK that sends the chip to another rate to the first byte at that rate: the ACK's own time on the line
    /// (6 ms at 9,600 baud), and 200 µs that the chip needs (UM0701-02, 7.2.8).
    /// </summary>
    public TimeSpan RateChangeTime { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// From a command to its ACK, twice. The manual allows the chip 15 ms (UM0701-02, 6.2.2); the rest is for a busy
    /// host.
    /// </summary>
    public TimeSpan AcknowledgeTimeout { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// From the ACK to the response of a command that has an end. The longest of them lists two cards of ISO/IEC
    /// 14443-4, in less than 100 ms.
    /// </summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause within a frame: the chip's own limit at 115,200 baud, 10,240 bit times.</summary>
    public TimeSpan InterByteTimeout { get; init; } = TimeSpan.FromMilliseconds(89);

    /// <summary>How long the line may refuse to take bytes before it counts as lost.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// On I2C and SPI without an interrupt line: how often the chip is asked whether it is ready, for as long as an
    /// answer is due any moment (<see cref="QuickPollTime"/>). Asking takes 0.2 ms at 100 kHz.
    /// </summary>
    public TimeSpan QuickPollInterval { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Commands that do not wait for a card answer within so long; behind it <see cref="PollInterval"/> applies.
    /// </summary>
    public TimeSpan QuickPollTime { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// How often the chip is asked while it waits for a card: 2.5 ms are added to a tap in the mean, and the bus is
    /// busy for 4 % of the time at 100 kHz.
    /// </summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>From the wake-up bytes to the first frame: the oscillator's start, at most 2 ms.</summary>
    public TimeSpan WakeUpTime { get; init; } = TimeSpan.FromMilliseconds(3);

    /// <summary>How often an idle chip is asked whether it is still there.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Without a field for so long, every card has forgotten its state (ISO/IEC 14443-3 asks for 5 ms, the NFC Forum's
    /// Digital specification for 5.1).
    /// </summary>
    public TimeSpan FieldResetTime { get; init; } = TimeSpan.FromMilliseconds(6);

    /// <summary>Between two looks at a card that lies in the field; the field is off meanwhile.</summary>
    public TimeSpan PresencePause { get; init; } = TimeSpan.FromMilliseconds(40);

    /// <summary>How often one look tries again before it says that there is no card.</summary>
    public byte PresenceRetries { get; init; } = 1;

    /// <summary>Rates, time-outs and retries over the air.</summary>
    public RadioSettings Radio { get; init; } = new();

    /// <summary>
    /// From the ACK to the response of an exchange with a card: a card of ISO/IEC 14443-4 may take 77 ms (its usual
    /// frame waiting time) and ask for more.
    /// </summary>
    public TimeSpan CardTimeout { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// All that a card may be asked before it is reported, a second try included: longer than the slowest card takes,
    /// and short enough for a hung chip to be found in time.
    /// </summary>
    public TimeSpan ProofTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>So many looks in a row without a card make an empty field.</summary>
    public int MissesUntilEmpty { get; init; } = 2;

    /// <summary>
    /// How long a frame may go on arriving after the time for its beginning has run out: the longest takes 284 ms at
    /// 9,600 baud. What is longer is noise, or a line that drips.
    /// </summary>
    public TimeSpan LongestFrame { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// How long RSTPD_N is held low. The chip asks for 20 ns (PN532/C1 data sheet, reset timing, as quoted in
    /// Adafruit-PN532); a board was reported to need 50 ms (github.com/Fire-Devils/FilaMan-System-ESP32, pull 24).
    /// </summary>
    public TimeSpan ResetPulse { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// How long the supply stays off, so that the capacitors behind it empty. Assumed: 100 µF that a chip of 5 mA
    /// empties in 70 ms, and a margin.
    /// </summary>
    public TimeSpan SupplyOffTime { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// From the end of a reset, or the supply's return, to the first wake-up bytes. The chip starts within 2 ms (same
    /// data sheet); the rest is for the edges of the line. The set-up asks for another 0.2 s.
    /// </summary>
    public TimeSpan StartTime { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Before the first attempt to open a lost link again; doubled with each up to the longest.</summary>
    public TimeSpan ShortestReopenDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause between two attempts to open a lost link.</summary>
    public TimeSpan LongestReopenDelay { get; init; } = TimeSpan.FromSeconds(2);
}
