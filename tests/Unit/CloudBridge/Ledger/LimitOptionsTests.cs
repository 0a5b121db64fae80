using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using CloudBridge.Contract;
using CloudBridge.Ledger;
using Tests.Support;

namespace Tests.Unit.CloudBridge.Ledger;

public sealed class LimitOptionsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>What an operator would copy.</summary>
    private static string Example
    {
        get
        {
            var document = File.ReadAllText(Path.Combine(Checkout.Root, "docs/formats/enrolment.md"));
            var block = document[document.IndexOf("```json\n", StringComparison.Ordinal)..]["```json\n".Length..];
            return block[..block.IndexOf("```", StringComparison.Ordinal)];
        }
    }

    [Fact]
    public void Where_nothing_is_said_the_usual_limits_hold() => Assert.Equal(TerminalLimits.Default, Read());

    [Fact]
    public void The_documents_example_is_the_usual_limits_with_an_allowance() => Assert.Equal(
        TerminalLimits.Default with
        {
            Allowances = [new AllowanceLimit("alcohol", PerDay: 6, PerDayMinor: 0, PerDayUnknown: 3)],
        },
        Read("--limits", Written(Example)));

    [Fact]
    public void A_file_of_limits_is_taken_whole_and_other_options_change_it()
    {
        var limits = JsonNode.Parse(Example)!.AsObject();
        limits["offlineTotal"] = 7;
        limits["untrustedBoots"] = 9;
        limits["aes"]!["velocityTaps"] = 4;
        limits["staff"] = Staff(4);
        var file = Written(limits.ToJsonString());

        var read = Read("--limits", file, "--offline-total", "8", "--first-use-limit", "5");

        Assert.Equal((8, 9, 4), (read.OfflineTotal.MinorUnits, read.UntrustedBoots, read.Aes.VelocityTaps));
        Assert.Equal((5, 5), (read.Aes.FirstUseLimit.MinorUnits, read.Counter.FirstUseLimit.MinorUnits));
        Assert.Equal(5_000, read.Uid.FreshLimit.MinorUnits);
        Assert.Equal(4, read.Staff!.VoidSeconds);
        Assert.Equal(7, Read("--limits", file).OfflineTotal.MinorUnits);
    }

    [Fact]
    public void Staff_of_their_own_file_take_the_place_of_the_limits()
    {
        var limits = JsonNode.Parse(Example)!.AsObject();
        limits["staff"] = Staff(4);

        Assert.Equal(
            5,
            Read("--limits", Written(limits.ToJsonString()), "--staff", Written(Staff(5).ToJsonString()))
                .Staff!.VoidSeconds);
    }

    [Theory]
    [InlineData("offlineTotal", "-1", "offlineTotal: expected not below zero")]
    [InlineData("untrustedBoots", "0", "untrustedBoots: expected from 1")]
    [InlineData("allowances", """[{"name":"a/b","perDay":1}]""", "allowances: expected good names")]
    [InlineData("allowance", "[]", "allowance")]
    [InlineData("freshSeconds", "\"60\"", "$.freshSeconds")]
    public void What_is_wrong_in_it_is_said_with_the_files_name(string member, string value, string expected)
    {
        var limits = JsonNode.Parse(Example)!.AsObject();
        limits[member] = JsonNode.Parse(value);
        var file = Written(limits.ToJsonString());

        var error = Assert.Throws<FormatException>(() => Read("--limits", file));

        Assert.StartsWith($"'{file}': ", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_member_that_is_left_out_is_an_error()
    {
        var limits = JsonNode.Parse(Example)!.AsObject();
        limits.Remove("dayStartsAtMinuteUtc");

        Assert.Contains(
            "dayStartsAtMinuteUtc",
            Assert.Throws<FormatException>(() => Read("--limits", Written(limits.ToJsonString()))).Message,
            StringComparison.Ordinal);
    }

    private static JsonNode Staff(int voidSeconds) => JsonNode.Parse(
        $$"""
        { "roles": [], "asset": "TLF", "mostAtOnce": 1, "mostADay": 2, "mostUnlisted": 3,
          "voidSeconds": {{voidSeconds}}, "pins": [] }
        """)!;

    private string Written(string json)
    {
        var path = folder.In($"{Digest.Of(Encoding.UTF8.GetBytes(json))}.json");
        File.WriteAllText(path, json);
        return path;
    }

    private static TerminalLimits Read(params string[] arguments)
    {
        var options = new LimitOptions();
        var command = new Command("enroll");
        options.AddTo(command);
        return options.Read(command.Parse(arguments));
    }
}
