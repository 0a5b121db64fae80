using Tests.Support;

namespace Tests.RealParts.Support;

public class LinkedProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_program_writes_can_be_read_and_its_arguments_reach_it_as_they_are()
    {
        using var process = await LinkedProcess.StartAsync(
            LinkedProcess.Find("printf", "It is in coreutils."), ["%s|", "two words", "$HOME"]);

        Assert.Equal("two words|$HOME|", await process.StandardOutput.ReadToEndAsync(Cancellation));
        await Eventually.CompletesAsync(process.WaitForExitAsync(Cancellation), "its end", Cancellation);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task The_process_id_is_the_programs_own()
    {
        using var process = await LinkedProcess.StartAsync(LinkedProcess.Find("sleep", "It is in coreutils."), ["60"]);
        try
        {
            await Eventually.EqualAsync(
                "sleep", () => File.ReadAllText($"/proc/{process.Id}/comm").Trim(), "the program", Cancellation);
            Assert.False(process.HasExited);
        }
        finally
        {
            process.Kill();
        }
        await Eventually.CompletesAsync(process.WaitForExitAsync(Cancellation), "its end", Cancellation);
    }

    [Fact]
    public async Task A_dotnet_program_that_is_killed_leaves_nothing_in_the_temporary_folder()
    {
        using var folder = new TemporaryFolder();
        var temporary = Directory.CreateDirectory(folder.In("tmp")).FullName;
        var environment = new Dictionary<string, string> { ["TMPDIR"] = temporary };

        await using (var program = await ChildProcess.StartAsync(
            "dotnet", environment, Checkout.Emulator, "--pty", folder.In("pn532")))
            await program.Output.First<string>(0, _ => true, Cancellation);

        Assert.Empty(Directory.GetFileSystemEntries(temporary));
    }

    [Fact]
    public void A_program_that_is_not_there_is_named_with_what_to_do()
    {
        var error = Assert.Throws<InvalidOperationException>(
            () => LinkedProcess.Find("no-such-broker", "Debian: apt-get install it."));

        Assert.Equal("no-such-broker is not installed. Debian: apt-get install it.", error.Message);
    }
}
