namespace HardwareDrivers.Cards;

/// <summary>Which product a card says that it is.</summary>
public enum CardType
{
    /// <summary>None that is known here, or it was not asked.</summary>
    Unknown,

    /// <summary>MIFARE Classic 1K, 4K or Mini: its cipher is broken.</summary>
    Classic,

    /// <summary>MIFARE Ultralight, the first.</summary>
    Ultralight,

    /// <summary>MIFARE Ultralight C: triple DES.</summary>
    UltralightC,

    /// <summary>MIFARE Ultralight EV1: password, three counters.</summary>
    UltralightEv1,

    /// <summary>MIFARE Ultralight AES.</summary>
    UltralightAes,

    /// <summary>NTAG 210: password, no counter.</summary>
    Ntag210,

    /// <summary>NTAG 212: password, no counter.</summary>
    Ntag212,

    /// <summary>NTAG 213: password, counter of readings.</summary>
    Ntag213,

    /// <summary>NTAG 215: password, counter of readings.</summary>
    Ntag215,

    /// <summary>NTAG 216: password, counter of readings.</summary>
    Ntag216,

    /// <summary>NTAG 424 DNA.</summary>
    Ntag424,

    /// <summary>NTAG 424 DNA TagTamper.</summary>
    Ntag424TagTamper,

    /// <summary>MIFARE DESFire EV1.</summary>
    DesfireEv1,

    /// <summary>MIFARE DESFire EV2.</summary>
    DesfireEv2,

    /// <summary>MIFARE DESFire EV3.</summary>
    DesfireEv3,
}
