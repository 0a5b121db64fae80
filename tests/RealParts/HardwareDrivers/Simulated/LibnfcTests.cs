using System.Text.RegularExpressions;
using HardwareDrivers.Simulated;
using Tests.Support;

namespace Tests.RealParts.HardwareDrivers.Simulated;

/// <summary>A stranger's driver as a witness: libnfc takes the emulated chip for a real one.</summary>
public sealed partial class LibnfcTests : IDisposable
{
    private readonly Pn532Emulator emulator = new(115_200, new ChipTimings());

    public void Dispose() => emulator.Dispose();

    [Theory]
    [InlineData("1ADA7444", "0004", "08")]
    [InlineData("04A23B1C5D6E80", "0044", "00")]
    [InlineData("0102030405060708090A", "0084", "00")]
    public async Task It_lists_a_card_with_a_UID_of_any_length(string uid, string atqa, string sak)
    {
        emulator.Put(EmulatedCard.WithUid(Convert.FromHexString(uid)));

        var output = await List();

        Assert.Contains("1 ISO14443A passive target(s) found:", output);
        Assert.Contains($"UID(NFCID1):{uid}", output);
        Assert.Contains($"ATQA(SENS_RES):{atqa}", output);
        Assert.Contains($"SAK(SEL_RES):{sak}", output);
    }

    [Fact]
    public async Task It_lists_two_cards()
    {
        emulator.Put(EmulatedCard.WithUid(Convert.FromHexString("1ADA7444")));
        emulator.Put(EmulatedCard.WithUid(Convert.FromHexString("04A23B1C5D6E80")));

        var output = await List();

        Assert.Contains("2 ISO14443A passive target(s) found:", output);
        Assert.Contains("UID(NFCID1):1ADA7444", output);
        Assert.Contains("UID(NFCID1):04A23B1C5D6E80", output);
    }

    [Fact]
    public async Task It_finds_nothing_in_an_empty_field()
    {
        var output = await List();

        Assert.Contains(output, line => line.StartsWith("NFC device:", StringComparison.Ordinal));
        Assert.DoesNotContain(output, line => line.Contains("target(s) found", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_can_be_run_again_on_the_chip_that_it_has_put_to_sleep()
    {
        emulator.Put(EmulatedCard.WithUid(Convert.FromHexString("04A23B1C5D6E80")));

        Assert.Equal(await List(), await List());
    }

    private async Task<IReadOnlyList<string>> List()
    {
        const string Program = "nfc-list";
        if (!ChildProcess.Exists(Program))
            Assert.Skip($"{Program} is not installed (Debian: libnfc-bin).");
        var device = new Dictionary<string, string>
        {
            ["LIBNFC_DEFAULT_DEVICE"] = $"pn532_uart:{emulator.DevicePath}",
        };
        await using var list = await ChildProcess.StartAsync(Program, device);
        Assert.Equal(0, await list.End(TestContext.Current.CancellationToken));
        return [.. list.Output.Seen.Select(WithoutGapsInNumbers)];
    }

    // "UID (NFCID1): 04  a2  3b" becomes "UID(NFCID1):04A23B".
    private static string WithoutGapsInNumbers(string line) =>
        Field().IsMatch(line) ? line.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() : line;

    [GeneratedRegex(@"\((NFCID1|SENS_RES|SEL_RES)\):")]
    private static partial Regex Field();
}
