using System.Text;
using HardwareDrivers.Cards;

namespace Tests.Unit.HardwareDrivers.Cards;

public class CardKeyRingTests
{
    private const string Digits = "00112233445566778899AABBCCDDEEFF";

    private static readonly string Whole = """{"festival":{"proof":{"1":"K","2":"K"},"issuer":{"1":"K"}}}""".Replace(
        "K", Digits, StringComparison.Ordinal);

    [Fact]
    public void Keys_are_found_by_population_use_and_version()
    {
        using var ring = Read(Whole);
        using var key = ring.Find(new CardKeyName("festival", CardKeyUse.Proof, 2));

        Assert.Equal(Digits, Convert.ToHexString(key!.Bytes));
        Assert.Null(ring.Find(new CardKeyName("festival", CardKeyUse.Proof, 3)));
        Assert.Null(ring.Find(new CardKeyName("festival", CardKeyUse.SunMeta, 1)));
        Assert.Null(ring.Find(new CardKeyName("other", CardKeyUse.Proof, 1)));
    }

    [Fact]
    public void The_text_is_zeroed_once_it_was_read()
    {
        var json = Encoding.UTF8.GetBytes(Whole);

        CardKeyRing.Read(json, "keys").Dispose();

        Assert.All(json, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"festival":1}""")]
    [InlineData("""{"festival":{"proof":{"1":1}}}""")]
    [InlineData("""{"festival":{"proof":{"1":"0011"}}}""")]
    [InlineData("""{"festival":{"proof":{"0":"00112233445566778899AABBCCDDEEFF"}}}""")]
    [InlineData("""{"festival":{"proof":{"256":"00112233445566778899AABBCCDDEEFF"}}}""")]
    [InlineData("""{"festival":{"spare":{"1":"00112233445566778899AABBCCDDEEFF"}}}""")]
    [InlineData("""{"festival":{"proof":{"1":"00112233445566778899AABBCCDDEEFG"}}}""")]
    [InlineData("""{"f":{"proof":{"1":"00112233445566778899AABBCCDDEEFF","1":"00112233445566778899AABBCCDDEEFF"}}}""")]
    public void What_is_no_file_of_keys_is_refused_and_not_quoted(string json)
    {
        var error = Assert.Throws<CardKeyException>(() => Read(json));

        Assert.StartsWith("keys: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0011", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, true)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupWrite, false)]
    public void A_file_that_strangers_may_read_or_change_is_not_taken(UnixFileMode mode, bool taken)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        File.WriteAllText(path, Whole);
        try
        {
            File.SetUnixFileMode(path, mode);
            if (taken)
                CardKeySources.OpenFile(path).Dispose();
            else
                Assert.Contains(
                    "chmod 600",
                    Assert.Throws<CardKeyException>(() => CardKeySources.OpenFile(path)).Message,
                    StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_credential_of_the_service_manager_is_read_and_a_missing_one_named()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "card-keys"), Whole);

            using var ring = CardKeySources.OpenCredential(folder, "card-keys");
            Assert.Equal(3, ring.Names.Count());
            Assert.Throws<CardKeyException>(() => CardKeySources.OpenCredential(folder, "other"));
            Assert.Throws<CardKeyException>(() => CardKeySources.OpenCredential(folder, "../card-keys"));
            Assert.Throws<CardKeyException>(() => CardKeySources.OpenCredential(null, "card-keys"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void An_environment_variable_will_do_for_trying_out()
    {
        using var ring = CardKeySources.OpenVariable("CARD_KEYS", Whole);

        Assert.Equal(3, ring.Names.Count());
        Assert.Throws<CardKeyException>(() => CardKeySources.OpenVariable("CARD_KEYS", null));
    }

    private static CardKeyRing Read(string json) => CardKeyRing.Read(Encoding.UTF8.GetBytes(json), "keys");
}
