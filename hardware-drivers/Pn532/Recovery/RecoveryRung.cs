namespace HardwareDrivers.Pn532;

/// <summary>What can be done about a chip that does not answer as it should, mildest first.</summary>
public enum RecoveryRung
{
    /// <summary>An ACK frame ends whatever it is doing; then it is asked for its version.</summary>
    Abort,

    /// <summary>It is woken up, brought out of its low-battery mode and set up anew.</summary>
    SetUp,

    /// <summary>RSTPD_N is held low for a moment; needs a line to it.</summary>
    Reset,

    /// <summary>Its supply is switched off and on; needs a line to the switch.</summary>
    Supply,
}
