using System.Text.Json;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary><c>edge-terminal card diversify</c> with the vectors of NXP AN10922 and AN10957.</summary>
public sealed class CardDiversifyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // Check value: the first three bytes of zeros encrypted, computed with another implementation.
    public static TheoryData<string, string, string, string, string> Vectors { get; } = new()
    {
        {
            "00112233445566778899AABBCCDDEEFF", "04782E21801D80",
            "\"applicationId\":\"3042F5\",\"systemIdentifier\":\"4E585020416275\"",
            "A8DD63A3B89D54B37CA802473FDA9175", "C098FE"
        },
        { "F3F9377698707B688EAF84ABE39E3791", "04DEADBEEFFEED", "", "0BB408BAFF98B6EE9F2E1585777F6A51", "0B5DEA" },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task A_check_value_is_printed_and_the_key_only_when_it_is_asked_for(
        string master, string uid, string input, string key, string check)
    {
        await WriteAsync(master, input);

        var (code, output, errors) = await RunAsync("--uid", uid);
        var (_, revealed, _) = await RunAsync("--uid", uid.ToLowerInvariant(), "--reveal");
        var (_, json, _) = await RunAsync("--uid", uid, "--json");

        Assert.True(code == 0, errors);
        Assert.Equal($"site proof 1 of {uid}: check value {check}", output);
        Assert.Equal($"{output}\n{key}", revealed);
        var members = JsonDocument.Parse(json).RootElement.EnumerateObject().Select(one => $"{one.Name} {one.Value}");
        Assert.Equal(["key site proof 1", $"uid {uid}", $"checkValue {check}"], members);
    }

    [Theory]
    [InlineData(2, "there is no key site issuer 1", "--uid", "04782E21801D80", "--use", "issuer")]
    [InlineData(1, "--key-version 2: site accepts 1", "--uid", "04782E21801D80", "--key-version", "2")]
    [InlineData(1, "--population other: expected one of site", "--uid", "04782E21801D80", "--population", "other")]
    [InlineData(1, "--uid: expected 8, 14 or 20 hexadecimal digits", "--uid", "04782E")]
    public async Task What_cannot_be_computed_is_said(int expected, string why, params string[] arguments)
    {
        await WriteAsync("00112233445566778899AABBCCDDEEFF", "");

        var (code, _, errors) = await RunAsync(arguments);

        Assert.Equal(expected, code);
        Assert.Contains(why, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_populations_is_refused_by_what_it_lacks()
    {
        await WriteAsync("00112233445566778899AABBCCDDEEFF", "");
        await File.WriteAllTextAsync(folder.In("cards.json"), """{"cards":{"keys":"env:KEYS"}}""", Cancellation);

        var (code, _, errors) = await RunAsync("--uid", "04782E21801D80");

        Assert.Equal(2, code);
        Assert.Contains(
            "cards.json: cards.populations: missing; expected at least one population", errors,
            StringComparison.Ordinal);
    }

    private async Task WriteAsync(string master, string input)
    {
        var more = input.Length > 0 ? $",{input}" : "";
        await File.WriteAllTextAsync(
            folder.In("cards.json"),
            $$$"""
            {"cards":{"populations":[{"name":"site","method":"ntag424","versions":"1","keyNumber":1{{{more}}}}]}}
            """,
            Cancellation);
        await File.WriteAllTextAsync(
            folder.In("keys.json"), $"{{\"site\":{{\"proof\":{{\"1\":\"{master}\"}}}}}}", Cancellation);
        File.SetUnixFileMode(folder.In("keys.json"), UnixFileMode.UserRead);
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        await using var program = await ChildProcess.StartAsync(
            "dotnet",
            new Dictionary<string, string>(),
            [
                Checkout.EdgeTerminal, "card", "diversify", "--populations", folder.In("cards.json"),
                "--keys", $"file:{folder.In("keys.json")}", .. arguments,
            ]);
        var code = await program.End(Cancellation);
        return (code, string.Join('\n', program.Output.Seen), string.Join('\n', program.Errors.Seen));
    }
}
