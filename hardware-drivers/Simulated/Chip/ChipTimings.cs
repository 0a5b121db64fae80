namespace HardwareDrivers.Simulated;

/// <summary>
/// Every duration of the emulated chip that is not bytes on the line or frames in the air, in one place, each with its
/// source. "Assumed" means: no figure is published; the value errs on the slow side and is to be replaced by a
/// measurement. The same table is in docs/pn532-emulator.md.
/// </summary>
public sealed record ChipTimings
{
    /// <summary>Last byte of a command to first byte of its ACK. Assumed; the manual allows 15 ms (UM0701-02, 6.2.2).
    /// </summary>
    public TimeSpan Acknowledgement { get; init; } = TimeSpan.FromMilliseconds(0.5);

    /// <summary>
    /// Firmware time of a command that does not touch the air, from the ACK to the response. Assumed.
    /// </summary>
    public TimeSpan Command { get; init; } = TimeSpan.FromMilliseconds(0.5);

    /// <summary>
    /// Firmware time of one exchange over the air, on top of the frames themselves. Assumed, from totals reported for
    /// real readers (12 ms for a read on I2C, 25 to 30 ms for an activation).
    /// </summary>
    public TimeSpan Exchange { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Field on to first request: NFC Forum Digital, guard time of type A, 5 ms (ISO/IEC 14443-3, 5).
    /// </summary>
    public TimeSpan FieldGuard { get; init; } = TimeSpan.FromMilliseconds(5.1);

    /// <summary>Field to a card that answers: at most 5 ms (ISO/IEC 14443-3, 5).</summary>
    public TimeSpan CardStartUp { get; init; } = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Without a field for so long, a card has surely forgotten its state: 5.1 ms (NFC Forum Digital, field off). For
    /// less, this emulator lets it remember.
    /// </summary>
    public TimeSpan CardMemory { get; init; } = TimeSpan.FromMilliseconds(5.1);

    /// <summary>
    /// One try of InListPassiveTarget that no card answers, until the next begins. Assumed: one exchange and another
    /// guard time.
    /// </summary>
    public TimeSpan FruitlessRequest { get; init; } = TimeSpan.FromMilliseconds(6.1);

    /// <summary>HLTA to its proof: a card that says nothing for 1 ms has obeyed (ISO/IEC 14443-3, 6.4.3).</summary>
    public TimeSpan HaltProof { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// RATS to ATS, frames included: the card's own time. Assumed; a card may take 4.8 ms (ISO/IEC 14443-4, 5.2.5, FWT
    /// of activation).
    /// </summary>
    public TimeSpan AnswerToSelect { get; init; } = TimeSpan.FromMilliseconds(4.8);

    /// <summary>
    /// First edge on the line to a chip that hears: the oscillator's start. Assumed; the data sheet's limit is 2 ms,
    /// and libnfc counts on less than 16 bytes at 115,200 baud (1.4 ms).
    /// </summary>
    public TimeSpan WakeUp { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// From the end of a reset, or the supply's return, to a chip that can be woken: at most 2 ms (PN532/C1 data sheet,
    /// reset timing).
    /// </summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// How long the capacitors behind the supply's switch carry the chip. Assumed: 100 µF and 5 mA, from 3.3 V down.
    /// </summary>
    public TimeSpan SupplyDecay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// From the host's ACK to the new rate of the line: 200 µs (UM0701-02, 7.2.8). What comes meanwhile is lost.
    /// </summary>
    public TimeSpan RateChange { get; init; } = TimeSpan.FromMilliseconds(0.2);

    /// <summary>Unit of InAutoPoll's period: 150 ms (UM0701-02, 7.3.13).</summary>
    public TimeSpan AutoPollUnit { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>The longest pause within a frame from the host, in bit times (UM0701-02, 6.2.4: 89 ms at 115,200 baud).
    /// </summary>
    public int InterByteBits { get; init; } = 10_240;
}
