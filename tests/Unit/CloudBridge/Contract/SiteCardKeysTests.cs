using System.Text;
using CloudBridge.Contract;

namespace Tests.Unit.CloudBridge.Contract;

public sealed class SiteCardKeysTests
{
    private const string Secret = "00112233445566778899AABBCCDDEEFF";

    [Fact]
    public void What_was_written_is_read_again()
    {
        SiteCardKey[] keys =
        [
            new("members", "proof", 1, Secret),
            new("members", "proof", 2, Secret),
            new("tickets", "sunMeta", 1, Secret),
        ];

        Assert.Equal(keys, SiteCardKeys.Read(SiteCardKeys.Write(keys)).OrThrow());
    }

    [Theory]
    [InlineData("""{"members":{"issuer":{"1":"KEY"}}}""", "must not be on a terminal")]
    [InlineData("""{"members":{"other":{"1":"KEY"}}}""", "expected proof or sunMeta")]
    [InlineData("""{"members":{"proof":{"0":"KEY"}}}""", "version from 1")]
    [InlineData("""{"members":{"proof":{"1":"KEYA"}}}""", "32 hexadecimal digits")]
    [InlineData("""{"members":{"proof":{"1":"KEY","1":"KEY"}}}""", "each version once")]
    [InlineData("""{"members":"KEY"}""", "expected card keys")]
    [InlineData("""{"members":{"proof":{"1":1}}}""", "expected card keys")]
    [InlineData("KEY", "expected card keys")]
    public void What_is_wrong_is_said_without_a_key(string json, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(json.Replace("KEY", Secret, StringComparison.Ordinal));

        Assert.False(SiteCardKeys.Read(bytes).Succeeded(out _, out var error));

        Assert.Contains(expected, error.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_in_a_log_is_its_name() =>
        Assert.Equal("members proof 1", new SiteCardKey("members", "proof", 1, Secret).ToString());
}
