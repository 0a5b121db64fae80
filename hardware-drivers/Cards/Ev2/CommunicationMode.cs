namespace HardwareDrivers.Cards;

/// <summary>How commands and answers are protected within a session (NTAG 424 DNA, "CommMode").</summary>
public enum CommunicationMode
{
    /// <summary>With eight bytes of CMAC.</summary>
    Mac,

    /// <summary>Encrypted, with CMAC.</summary>
    Full,
}
