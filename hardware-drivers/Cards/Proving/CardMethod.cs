namespace HardwareDrivers.Cards;

/// <summary>How the cards of a population prove themselves.</summary>
public enum CardMethod
{
    /// <summary>
    /// Ultralight EV1, NTAG 213, 215, 216: a password, which whoever listens learns, and a counter. Class counter.
    /// </summary>
    Password,

    /// <summary>NTAG 424 DNA: a message that is signed anew at each reading; pre-playable. Class counter.</summary>
    Sun,

    /// <summary>Ultralight AES: mutual authentication with the data protection key. Class aes.</summary>
    UltralightAes,

    /// <summary>NTAG 424 DNA: AuthenticateEV2First. Class aes.</summary>
    Ntag424,

    /// <summary>DESFire EV1 to EV3: AuthenticateAES. Class aes.</summary>
    DesfireAes,

    /// <summary>DESFire EV2 and EV3: AuthenticateEV2First. Class aes.</summary>
    DesfireEv2,
}
