namespace HardwareDrivers.Simulated;

/// <summary>States of a card of type A (ISO/IEC 14443-3:2018, 6.3).</summary>
public enum CardState
{
    /// <summary>POWER-OFF: not in a field.</summary>
    Off,

    /// <summary>IDLE: answers REQA and WUPA.</summary>
    Idle,

    /// <summary>READY: takes part in anticollision.</summary>
    Ready,

    /// <summary>ACTIVE: selected. The next REQA or WUPA puts it to IDLE without an answer.</summary>
    Active,

    /// <summary>HALT: answers WUPA only.</summary>
    Halted,

    /// <summary>READY*: as READY, but came from HALT and goes back there.</summary>
    ReadyFromHalt,

    /// <summary>ACTIVE*: as ACTIVE, but goes back to HALT.</summary>
    ActiveFromHalt,
}
