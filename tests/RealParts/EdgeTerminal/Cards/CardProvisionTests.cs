using Tests.Support;

namespace Tests.RealParts.EdgeTerminal;

/// <summary>
/// <c>edge-terminal card provision</c> at the emulated reader: whatever interrupts it, the card ends with its keys.
/// </summary>
public sealed class CardProvisionTests
{
    private const string Uid = "04958CAA5C5E80";
    private const string HoldAgain = "hold it again";

    private const string Populations =
        """
        {"cards":{"populations":[
          {"name":"bands","method":"ultralightAes","versions":"1","systemIdentifier":"66657374"},
          {"name":"cards","method":"ntag424","versions":"1","keyNumber":2,"systemIdentifier":"66657374"}]}}
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("bands")]
    [InlineData("cards")]
    public async Task A_card_from_the_factory_gets_its_keys_proves_itself_and_is_good_the_second_time(string population)
    {
        await using var desk = await OpenAsync(population);

        var (code, output, errors) = await ProvisionAsync(desk, population);
        await desk.HoldAgainAsync(Uid, Cancellation);
        var (_, again, _) = await ProvisionAsync(desk, population);

        Assert.True(code == 0, errors);
        Assert.Equal($"{Uid}: provisioned, {population} key version 1", output);
        Assert.Equal($"{Uid}: was good already, {population} key version 1", again);
        await ProvesItselfAsync(desk, population);
    }

    // Moments of the work, from its first exchanges to its last; two to an exchange.
    [Theory]
    [InlineData("bands", 14)]
    [InlineData("bands", 34)]
    [InlineData("bands", 46)]
    [InlineData("bands", 57)]
    [InlineData("cards", 16)]
    [InlineData("cards", 46)]
    [InlineData("cards", 60)]
    [InlineData("cards", 72)]
    public async Task A_card_taken_away_at_any_moment_becomes_good_when_it_is_held_again(string population, int moment)
    {
        await using var desk = await OpenAsync(population);
        await using var program = await StartAndLoseCardAsync(desk, population, moment);

        await desk.HoldAgainAsync(Uid, Cancellation);

        Assert.True(await program.End(Cancellation) == 0, string.Join('\n', program.Errors.Seen));
        await ProvesItselfAsync(desk, population);
    }

    [Theory]
    [InlineData("bands", 30)]
    [InlineData("bands", 38)]
    [InlineData("bands", 54)]
    [InlineData("cards", 40)]
    [InlineData("cards", 52)]
    [InlineData("cards", 66)]
    public async Task A_program_killed_at_any_moment_is_resumed_by_another(string population, int moment)
    {
        await using var desk = await OpenAsync(population);
        await using (var program = await StartAndLoseCardAsync(desk, population, moment))
        {
            program.Signal("KILL");
            await program.End(Cancellation);
        }

        await desk.HoldAgainAsync(Uid, Cancellation);
        var (code, _, errors) = await ProvisionAsync(desk, population);

        Assert.True(code == 0, errors);
        await ProvesItselfAsync(desk, population);
    }

    [Fact]
    public async Task A_program_that_is_told_to_stop_says_what_becomes_of_the_card()
    {
        await using var desk = await OpenAsync("bands");
        await desk.TakeAsync(Cancellation);
        await using var program = await EmulatedDesk.StartAsync(Arguments(desk, "bands"));
        await program.Errors.First<string>(0, IsAskedFor, Cancellation);

        program.Signal("INT");

        Assert.Equal(4, await program.End(Cancellation));
        Assert.Equal(
            "edge-terminal: stopped; what was begun with a card goes on when it is held again",
            program.Errors.Seen[^1]);
    }

    [Theory]
    [InlineData("bands")]
    [InlineData("cards")]
    public async Task A_program_killed_while_it_changes_the_card_is_resumed_by_another(string population)
    {
        await using var desk = await OpenAsync(population);
        await using (var program = await EmulatedDesk.StartAsync(Arguments(desk, population)))
        {
            await IsBegunAsync(desk, program);
            program.Signal("KILL");
            await program.End(Cancellation);
        }

        await desk.HoldAgainAsync(Uid, Cancellation);
        var (code, _, errors) = await ProvisionAsync(desk, population);

        Assert.True(code == 0, errors);
        await ProvesItselfAsync(desk, population);
    }

    [Theory]
    [InlineData("bands", "has a key that is neither the factory's nor of a version at hand; it was not touched")]
    [InlineData("cards", "key 0 is neither the factory's nor of a version at hand; it was not touched")]
    public async Task With_the_wrong_master_key_it_refuses_and_the_card_keeps_its_own(string population, string why)
    {
        await using var desk = await OpenAsync(population);
        await ProvisionAsync(desk, population);
        await desk.HasKeysAsync("00112233445566778899AABBCCDDEEFF", "FFEEDDCCBBAA99887766554433221100", Cancellation);
        File.Delete(desk.Record);

        await desk.HoldAgainAsync(Uid, Cancellation);
        var (code, output, errors) = await ProvisionAsync(desk, population);

        Assert.Equal((3, ""), (code, output));
        Assert.Contains(why, errors, StringComparison.Ordinal);
        Assert.Equal("", File.ReadAllText(desk.Record));
        await desk.HasKeysAsync(EmulatedDesk.ProofKey, EmulatedDesk.IssuerKey, Cancellation);
        await ProvesItselfAsync(desk, population);
    }

    // Cards of all of them come by; a terminal would show three keys at most.
    [Fact]
    public async Task More_versions_may_be_named_than_a_terminal_tries()
    {
        await using var desk = await EmulatedDesk.OpenAsync(
            Populations.Replace("\"1\"", "\"1,2,3,4\"", StringComparison.Ordinal), Cancellation);
        await desk.PutAsync($"ultralight-aes {Uid}", Cancellation);

        var (code, output, errors) = await EmulatedDesk.RunAsync(
            [.. Arguments(desk, "bands"), "--key-version", "1"], Cancellation);

        Assert.True(code == 0, errors);
        Assert.Equal($"{Uid}: provisioned, bands key version 1", output);
        await ProvesItselfAsync(desk, "bands");
    }

    [Fact]
    public async Task A_card_of_another_type_is_refused()
    {
        await using var desk = await EmulatedDesk.OpenAsync(Populations, Cancellation);
        await desk.PutAsync($"ntag213 {Uid}", Cancellation);

        var (code, _, errors) = await ProvisionAsync(desk, "bands");

        Assert.Equal(3, code);
        Assert.Contains("a card of type Ntag213 cannot be provisioned for bands", errors, StringComparison.Ordinal);
    }

    private static bool IsAskedFor(string line) => line.StartsWith("Hold a card", StringComparison.Ordinal);

    private static bool IsHoldAgain(string line) => line.Contains(HoldAgain, StringComparison.Ordinal);

    private static async Task<EmulatedDesk> OpenAsync(string population)
    {
        var desk = await EmulatedDesk.OpenAsync(Populations, Cancellation);
        await desk.PutAsync($"{(population == "bands" ? "ultralight-aes" : "ntag424")} {Uid}", Cancellation);
        return desk;
    }

    /// <summary>Lays the card there when the program asks for one; at that moment of the work it is gone.</summary>
    private static async Task<ChildProcess> StartAndLoseCardAsync(EmulatedDesk desk, string population, int moment)
    {
        await desk.TakeAsync(Cancellation);
        await desk.LoseCardAtAsync(moment, Cancellation);
        var program = await EmulatedDesk.StartAsync(Arguments(desk, population));
        await program.Errors.First<string>(0, IsAskedFor, Cancellation);
        await desk.PutAsync(Uid, Cancellation);
        await program.Errors.First<string>(0, IsHoldAgain, Cancellation);
        return program;
    }

    /// <summary>Where the machine is busy the card may be lost before that: then it is held again.</summary>
    private static async Task IsBegunAsync(EmulatedDesk desk, ChildProcess program)
    {
        var isBegun = Eventually.TrueAsync(
            () => File.Exists(desk.Record) && File.ReadAllText(desk.Record).Contains("begun"),
            "the record says that it is begun", Cancellation);
        for (var lost = 0; ; lost++)
        {
            await Task.WhenAny(isBegun, program.Errors.First<string>(lost, IsHoldAgain, Cancellation));
            if (isBegun.IsCompleted)
                break;
            await desk.HoldAgainAsync(Uid, Cancellation);
        }
        await isBegun;
    }

    private static IEnumerable<string> Arguments(EmulatedDesk desk, string population) =>
        ["card", "provision", .. desk.Options, "--population", population, "--record", desk.Record];

    private static async Task<(int Code, string Output, string Errors)> ProvisionAsync(
        EmulatedDesk desk, string population)
    {
        var ran = await EmulatedDesk.RunAsync(Arguments(desk, population), Cancellation);
        Assert.DoesNotContain("A1A1A1", ran.Output + ran.Errors, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("B2B2B2", ran.Output + ran.Errors, StringComparison.OrdinalIgnoreCase);
        return ran;
    }

    private static async Task ProvesItselfAsync(EmulatedDesk desk, string population)
    {
        await desk.HoldAgainAsync(Uid, Cancellation);
        var (code, output, errors) = await EmulatedDesk.RunAsync(["card", "read", .. desk.Options], Cancellation);

        Assert.True(code == 0, output + errors);
        Assert.Contains($"proved     aes, by {population} key version 1", output, StringComparison.Ordinal);
    }
}
