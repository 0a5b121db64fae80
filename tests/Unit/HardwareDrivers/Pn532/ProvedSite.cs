using HardwareDrivers.Cards;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Pn532;

/// <summary>A site with one population, a reader that asks for its proof, and cards of it.</summary>
internal static class ProvedSite
{
    private static readonly byte[] Application = [0xF5, 0x42, 0x30];

    public static ReaderRig Rig(CardMethod method) =>
        new() { Prover = new CardProver([Population(method)], Keys(0x11)) };

    public static CardPopulation Population(CardMethod method) => new("site", method, [1])
    {
        DesfireApplication = [.. Application],
        Sun = new SunSettings(PiccDataName: null, FileDataName: null),
    };

    public static CardKeyRing Keys(byte fill, int versions = 1)
    {
        var key = new byte[CardKey.AesLength];
        Array.Fill(key, fill);
        return new CardKeyRing(Enumerable.Range(1, versions).Select(version =>
            KeyValuePair.Create(new CardKeyName("site", CardKeyUse.Proof, version), new CardKey(key))));
    }

    /// <summary>A card of the site that shows that it closes after no number of wrong keys.</summary>
    public static EmulatedCard Unlimited(CardMethod method)
    {
        var card = Card(method, "04A23B1C5D6E80");
        switch (card)
        {
            case UltralightCard ntag:
                ntag.Protect([1, 2, 3, 4], [5, 6], firstPage: 4, reading: false, mostFailures: 0);
                break;
            case UltralightAesCard ultralight:
                ultralight.Protect(firstPage: 4, reading: false, secureMessages: true, mostFailures: 0);
                break;
        }
        return card;
    }

    public static EmulatedCard Card(CardMethod method, string uid, CardKeyRing? keys = null, string? keysOf = null)
    {
        var owner = Convert.FromHexString(keysOf ?? uid);
        using var secret = Population(method).KeyOf(keys ?? Keys(0x11), CardKeyUse.Proof, 1, owner)!;
        var bytes = Convert.FromHexString(uid);
        switch (method)
        {
            case CardMethod.Password:
                var ntag = new UltralightCard(UltralightModel.Ntag213, bytes);
                ntag.Protect(secret.Bytes[..4], secret.Bytes[4..6], firstPage: 4, reading: true, mostFailures: 0);
                ntag.CountReadings();
                return ntag;
            case CardMethod.UltralightAes:
                var ultralight = new UltralightAesCard(bytes);
                ultralight.LoadKey(0, secret.Bytes);
                ultralight.Protect(firstPage: 4, reading: true, secureMessages: true, mostFailures: 0);
                return ultralight;
            case CardMethod.Sun or CardMethod.Ntag424:
                var dna = new Ntag424Card(bytes);
                dna.LoadKey(0, secret.Bytes, version: 1);
                if (method == CardMethod.Sun)
                    dna.MirrorPlainly(key: 0);
                return dna;
            default:
                var generation = method == CardMethod.DesfireAes ? DesfireModel.Ev1 : DesfireModel.Ev2;
                var desfire = new DesfireCard(generation, bytes);
                desfire.LoadApplication(Application, 2);
                desfire.LoadKey(Application, 0, secret.Bytes);
                return desfire;
        }
    }
}
