using System.Text.Json;
using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary><c>edge-terminal card read</c> at the emulated reader, over a pseudo-terminal.</summary>
public sealed class CardReadTests
{
    private const string Uid = "04958CAA5C5E80";
    private const string Good = $"master={EmulatedDesk.ProofKey}";
    private const string Wrong = "master=00112233445566778899AABBCCDDEEFF";

    // Where the population's key is. Without it the order is for the card's key 0, and all others are the factory's.
    private const string Own = "number=1";
    private const string Inside = $"app=F54230 {Own}";

    // A signature of a real card, as others have published it.
    private const string RealCard =
        "ultralight11 04CFD71A084080 signature=1B27E94B9BD4AF3BDB77D2359F3F9997C2C99D04ACA61896CC199E1F4234F9F1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("classic 1ADA7444", "MIFARE Classic", "uid", "uid: ", "can be copied by anyone", 0)]
    [InlineData($"ultralight21 {Uid}", "MIFARE Ultralight EV1", "counter", "uid: ", "signature is wrong", 3)]
    [InlineData($"ntag213 {Uid}", "NTAG 213", "counter", "uid: ", "signature is wrong", 3)]
    [InlineData($"ntag215 {Uid}", "NTAG 215", "counter", "uid: ", "signature is wrong", 3)]
    [InlineData($"ntag216 {Uid}", "NTAG 216", "counter", "uid: ", "signature is wrong", 3)]
    [InlineData(RealCard, "MIFARE Ultralight EV1", "counter", "uid: ", "", 0)]
    [InlineData($"ultralight-aes {Uid}", "MIFARE Ultralight AES", "aes", "uid: ", "factory's key", 3)]
    [InlineData($"ultralight-aes {Uid} {Good}", "MIFARE Ultralight AES", "aes", "aes, by bands key version 1", "", 0)]
    [InlineData($"ultralight-aes {Uid} {Wrong}", "MIFARE Ultralight AES", "aes", "uid: ", "did not prove itself", 3)]
    public async Task A_card_without_blocks_is_told_by_type_class_and_what_is_wrong(
        string card, string type, string strongest, string proved, string trouble, int code)
    {
        await ReadsAsync("ntag424", card, type, strongest, proved, trouble, code);
    }

    [Theory]
    [InlineData("ntag424", $"ntag424 {Uid}", "NTAG 424 DNA", "aes", "uid: ", "factory's key", 3)]
    [InlineData("ntag424", $"ntag424 {Uid} {Good} {Own}", "NTAG 424 DNA", "aes", "aes, by cards key version 1", "", 0)]
    [InlineData("ntag424", $"ntag424 {Uid} {Wrong}", "NTAG 424 DNA", "aes", "uid: ", "did not prove itself", 3)]
    [InlineData("sun", $"sun {Uid} {Good}", "NTAG 424 DNA", "aes", "counter, by cards: 1", "", 0)]
    [InlineData("sun", $"sun {Uid} {Wrong}", "NTAG 424 DNA", "aes", "uid: ", "MAC of the message is wrong", 3)]
    [InlineData("desfireAes", $"desfire1 {Uid} {Good} {Inside}", "MIFARE DESFire EV1", "aes", "aes, by cards", "", 0)]
    [InlineData("desfireEv2", $"desfire2 {Uid} {Good} {Inside}", "MIFARE DESFire EV2", "aes", "aes, by cards", "", 0)]
    [InlineData("desfireEv2", $"desfire3 {Uid} {Good} {Inside}", "MIFARE DESFire EV3", "aes", "aes, by cards", "", 0)]
    [InlineData("desfireEv2", $"desfire3 {Uid} {Wrong} {Inside}", "MIFARE DESFire EV3", "aes", "uid: ", "prove", 3)]
    public async Task A_card_that_talks_in_blocks_is_told_by_type_class_and_what_is_wrong(
        string method, string card, string type, string strongest, string proved, string trouble, int code)
    {
        await ReadsAsync(method, card, type, strongest, proved, trouble, code);
    }

    [Theory]
    [InlineData($"ntag424 {Uid} random=1", "NTAG 424 DNA")]
    [InlineData($"desfire3 {Uid} random=1", "MIFARE DESFire EV3")]
    public async Task A_card_with_a_random_UID_is_told_by_it_and_asked_for_no_proof(string card, string type)
    {
        await using var desk = await OpenAsync("ntag424");
        await desk.PutAsync(card, Cancellation);

        var (code, output, errors) = await EmulatedDesk.RunAsync(["card", "read", .. desk.Options], Cancellation);

        Assert.True(code == 0, errors);
        Assert.Matches("^UID        08[0-9A-F]{6}\n", output);
        Assert.Contains($"type       {type}\n", output, StringComparison.Ordinal);
        Assert.Contains("terminals refuse it (106)", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_gets_one_JSON_object()
    {
        await using var desk = await OpenAsync("ntag424");
        await desk.PutAsync($"ntag424 {Uid} {Good} {Own}", Cancellation);

        var (code, output, _) = await EmulatedDesk.RunAsync(["card", "read", .. desk.Options, "--json"], Cancellation);

        var said = JsonDocument.Parse(output).RootElement;
        Assert.Equal(0, code);
        Assert.Equal(
            (Uid, "ntag424", "aes", "aes", "cards", 1),
            (Text(said, "uid"), Text(said, "type"), Text(said, "strongest"), Text(said, "class"),
                Text(said, "population"), said.GetProperty("keyVersion").GetInt32()));
        Assert.Empty(said.GetProperty("troubles").EnumerateArray());
    }

    [Theory]
    [InlineData("expected --config, or one of --device", "card", "read")]
    [InlineData("expected --config, or one of --device", "card", "read", "--device", "/dev/null", "--i2c", "1")]
    [InlineData("--keys: expected --populations", "card", "read", "--device", "/dev/null", "--keys", "env:X")]
    [InlineData("--baud belongs to --device", "reader", "watch", "--config", "none.json", "--baud", "9600")]
    [InlineData("--baud: expected one of", "reader", "watch", "--device", "/dev/null", "--baud", "5")]
    public async Task What_does_not_go_together_is_refused(string expected, params string[] arguments)
    {
        await using var desk = await OpenAsync("ntag424");

        var (code, _, errors) = await EmulatedDesk.RunAsync(arguments, Cancellation);

        Assert.Equal(1, code);
        Assert.Contains(expected, errors, StringComparison.Ordinal);
    }

    private static async Task ReadsAsync(
        string method, string card, string type, string strongest, string proved, string trouble, int code)
    {
        await using var desk = await OpenAsync(method);
        await desk.PutAsync(card, Cancellation);

        var (ended, output, errors) = await EmulatedDesk.RunAsync(["card", "read", .. desk.Options], Cancellation);

        Assert.True(code == ended, $"{ended}: {output} {errors}");
        Assert.Contains($"UID        {card.Split(' ')[1]}\n", output, StringComparison.Ordinal);
        Assert.Contains($"type       {type}\n", output, StringComparison.Ordinal);
        Assert.Contains($"can be     {strongest}\n", output, StringComparison.Ordinal);
        Assert.Contains($"proved     {proved}", output, StringComparison.Ordinal);
        if (trouble.Length > 0)
            Assert.Matches($"trouble    .*{trouble}", output);
        else
            Assert.DoesNotContain("trouble", output, StringComparison.Ordinal);
        Assert.DoesNotContain("A1A1A1", output + errors, StringComparison.OrdinalIgnoreCase);
    }

    private static Task<EmulatedDesk> OpenAsync(string method)
    {
        var more = method switch
        {
            "sun" => ",\"sun\":{\"plain\":true}",
            "desfireAes" or "desfireEv2" => ",\"desfireApplication\":\"F54230\"",
            _ => "",
        };
        return EmulatedDesk.OpenAsync(
            $$$"""
            {"cards":{"populations":[
              {"name":"bands","method":"ultralightAes","versions":"1"},
              {"name":"cards","method":"{{{method}}}","versions":"1","keyNumber":1{{{more}}}}]}}
            """,
            Cancellation);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
