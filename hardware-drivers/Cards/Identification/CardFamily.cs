namespace HardwareDrivers.Cards;

/// <summary>What a card shows at its activation, before anything is asked of it.</summary>
public enum CardFamily
{
    /// <summary>None that has anything to prove here.</summary>
    Other,

    /// <summary>MIFARE Classic.</summary>
    Classic,

    /// <summary>MIFARE Ultralight and NTAG21x: no ISO/IEC 14443-4.</summary>
    Type2,

    /// <summary>NTAG 424 DNA.</summary>
    Ntag424,

    /// <summary>MIFARE DESFire.</summary>
    Desfire,
}
