using CloudBridge.Contract;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Contract;

public class NameTests
{
    [Theory]
    [InlineData("04E141125B3C80", "04E141125B3C80")]
    [InlineData("04e141125b3c80", "04E141125B3C80")]
    [InlineData("DEADBEEF", "DEADBEEF")]
    [InlineData("04112233445566778899", "04112233445566778899")]
    [InlineData("04E141125B3C8", null)]
    [InlineData("04E141125B3C8G", null)]
    [InlineData(" 4E14112", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_uid_has_4_7_or_10_bytes(string? text, string? uid) =>
        Assert.Equal(uid, CardUid.TryParse(text, out var parsed) ? parsed.Hex : null);

    [Theory]
    [InlineData("08123456", true)]
    [InlineData("18123456", false)]
    [InlineData("08123456789ABC", false)]
    public void A_random_uid_has_four_bytes_and_begins_with_08(string text, bool random) =>
        Assert.Equal(random, CardUid.TryParse(text, out var uid) && uid.IsRandom);

    /// <summary>Computed with Python's hmac module over a key of bytes 0 to 31.</summary>
    [Theory]
    [InlineData("04E141125B3C80", "cc2ba2bf7f4640fd145ff4222641396f")]
    [InlineData("DEADBEEF", "500ba375910310f6eff7de3d6a42df5d")]
    public void A_token_is_half_an_hmac_of_the_uid(string uid, string token) =>
        Assert.Equal(token, Site.Card(uid).ToString());

    [Fact]
    public void A_site_key_does_not_print_itself() =>
        Assert.DoesNotContain(Site.Key.Reveal(), $"{Site.Key}", StringComparison.Ordinal);

    [Theory]
    [InlineData("bar-1", true)]
    [InlineData("T1", true)]
    [InlineData("Le_Verger.2026", true)]
    [InlineData("-bar", false)]
    [InlineData("bar/1", false)]
    [InlineData("bar+", false)]
    [InlineData("b#r", false)]
    [InlineData("bär", false)]
    [InlineData("", false)]
    [InlineData("12345678901234567890123456789012345678901", false)]
    public void A_name_is_safe_in_a_topic_and_as_a_file_name(string text, bool good) =>
        Assert.Equal(good, TerminalId.TryParse(text, out _));

    [Theory]
    [InlineData("TLF", AssetCategory.Local)]
    [InlineData("TNF", AssetCategory.Gift)]
    [InlineData("FED", AssetCategory.Federated)]
    [InlineData("TLF-LYON", AssetCategory.Local)]
    [InlineData("TLF-", null)]
    [InlineData("TLFLYON", null)]
    [InlineData("TLF-lyon", null)]
    [InlineData("EUR", null)]
    [InlineData("tlf", null)]
    public void An_asset_begins_with_its_category(string text, AssetCategory? category) =>
        Assert.Equal(category, AssetId.TryParse(text, out var asset) ? asset.Category : null);

    [Theory]
    [InlineData("et/1/verger/t/bar-1/journal", "bar-1 Journal")]
    [InlineData("et/1/verger/t/bar-1/ack", "bar-1 Ack")]
    [InlineData("et/1/verger/t/bar-1/else", null)]
    [InlineData("et/1/verger/t/bar-1/journal/more", null)]
    [InlineData("et/1/autre/t/bar-1/journal", null)]
    [InlineData("et/2/verger/t/bar-1/journal", null)]
    [InlineData("et/1/verger/t//journal", null)]
    [InlineData("", null)]
    public void A_topic_says_whose_it_is(string topic, string? read) =>
        Assert.Equal(
            read, new Topics(Site.Id).TryParse(topic, out var terminal, out var kind) ? $"{terminal} {kind}" : null);

    [Fact]
    public void Each_topic_that_is_written_is_read_back()
    {
        var topics = new Topics(Site.Id);

        Assert.All(Enum.GetValues<TerminalTopic>(), kind =>
        {
            Assert.True(topics.TryParse(topics.Of(Site.Bar, kind), out var terminal, out var read));
            Assert.Equal((Site.Bar, kind), (terminal, read));
        });
        Assert.True(topics.TryParseChunk(topics.CardChunk(Digest.Of("x"u8)), out var chunk));
        Assert.Equal(Digest.Of("x"u8), chunk);
    }
}
