using System.Text;
using HardwareDrivers.Abstractions;
using HardwareDrivers.Cards;
using HardwareDrivers.Simulated;

namespace Tests.Unit.HardwareDrivers.Cards;

/// <summary>Twins of cards of the test populations.</summary>
internal static class TestCards
{
    public const string OtherUid = "04AABBCCDDEE80";

    /// <summary>Every way to prove something.</summary>
    public static TheoryData<string> AllKinds =>
        ["Password", "Sun", "UltralightAes", "Ntag424", "DesfireAes", "DesfireEv2"];

    public static CardPopulation PopulationOf(string kind) => kind switch
    {
        "UltralightAes" => TestPopulations.UltralightAes,
        "Ntag424" => TestPopulations.Ntag424,
        "DesfireAes" => TestPopulations.DesfireAes,
        "DesfireEv2" => TestPopulations.DesfireEv2,
        "Sun" => TestPopulations.Sun,
        _ => TestPopulations.Password,
    };

    public static EmulatedCard Twin(string kind, int version, string keyUid = TestPopulations.Uid)
    {
        var (uid, population) = (Hex.Bytes(TestPopulations.Uid), PopulationOf(kind));
        var key = TestPopulations.KeyOf(population, CardKeyUse.Proof, version, keyUid);
        switch (kind)
        {
            case "UltralightAes":
                var wristband = new UltralightAesCard(uid);
                wristband.LoadKey(0, key);
                wristband.Protect(2, false, true, 0);
                return wristband;
            case "Password":
                return Ticket(UltralightModel.Ultralight11, version);
            case "Sun":
                return Sticker(TestPopulations.Uid, version);
            case "Ntag424":
                var tag = new Ntag424Card(uid);
                tag.LoadKey(population.KeyNumber, key);
                return tag;
            default:
                var card = new DesfireCard(
                    kind == "DesfireAes" ? DesfireModel.Ev1 : DesfireModel.Ev3, uid);
                card.LoadApplication(population.DesfireApplication.AsSpan(), 2);
                card.LoadKey(population.DesfireApplication.AsSpan(), population.KeyNumber, key);
                return card;
        }
    }

    public static UltralightCard Ticket(
        UltralightModel model, int version = 2, string population = "tickets", byte mostFailures = 0)
    {
        var card = new UltralightCard(model, Hex.Bytes(TestPopulations.Uid));
        var key = TestPopulations.KeyOf(
            TestPopulations.Password with { Name = population }, CardKeyUse.Proof, version);
        card.Protect(key.AsSpan(0, 4), key.AsSpan(4, 2), 4, reading: false, mostFailures);
        return card;
    }

    /// <summary>NDEF file with https://x.example/?e=(32 digits)&amp;c=(16 digits).</summary>
    public static Ntag424Card Sticker(string uid, int version = 2)
    {
        const string Address = "x.example/?e=";
        var text = Address + new string('0', 32) + "&c=" + new string('0', 16);
        byte[] record = [0xD1, 0x01, (byte)(text.Length + 1), (byte)'U', 0x04, .. Encoding.ASCII.GetBytes(text)];
        byte[] file = [0x00, (byte)record.Length, .. record];
        var picc = (byte)(7 + Address.Length);
        var mac = (byte)(picc + 32 + 3);
        var card = new Ntag424Card(Hex.Bytes(uid));
        // SDM on, plain; rights; UID, counter, digits; SDM rights: meta 4, file 3; offsets.
        card.LoadNdef(file, [0x40, 0x00, 0xE0, 0xC1, 0xF3, 0x43, picc, 0, 0, mac, 0, 0, mac, 0, 0]);
        using var keys = TestPopulations.Keys();
        using var meta = keys.Find(new CardKeyName("stickers", CardKeyUse.SunMeta, version));
        card.LoadKey(4, meta!.Bytes);
        card.LoadKey(3, TestPopulations.KeyOf(TestPopulations.Sun, CardKeyUse.Proof, version, uid));
        return card;
    }

    public static CardProof Prove(EmulatedCard card, params CardPopulation[] populations) =>
        Prove(new TwinChannel(card), populations);

    public static CardProof Prove(TwinChannel channel, params CardPopulation[] populations)
    {
        using var keys = TestPopulations.Keys();
        return new CardProver([.. populations], keys).Prove(channel, TestContext.Current.CancellationToken);
    }
}
