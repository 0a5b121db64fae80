using System.Runtime.InteropServices;
using Tests.BenchPage;
using Tests.Demo;
using Tests.Support;

// Ctrl-C, SIGTERM and a terminal that is closed end the story; everything that was started ends with it, and the folder
// goes.
using var interrupted = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);
using var onHangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Interrupt);

void Interrupt(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}

var keep = args is ["--keep", ..];
var file = args.Skip(keep ? 1 : 0).FirstOrDefault() ?? Path.Combine(AppContext.BaseDirectory, "friday.story");
var story = Story.Read(file);
var plan = keep ? BenchPeople.Join(story.Plan()) : story.Plan();
try
{
    await using var site = await RunningSite.OpenAsync(plan, interrupted.Token);
    var columns = Console.IsOutputRedirected ? 80 : Console.WindowWidth;
    var player = new StoryPlayer(story, site, new StoryTeller(Console.Out, columns));
    try
    {
        await player.PlayAsync(interrupted.Token);
        if (keep)
        {
            await using var bench = await Bench.OpenAsync(
                site,
                plan,
                [
                    .. story.Cards.Select(card => new BenchCard(card.Who, card.Uid, card.Order)),
                    .. BenchPeople.Cards(plan),
                ],
                // Displays speak as whoever opens the bench does: LANG=fr_FR.UTF-8.
                Environment.GetEnvironmentVariable("LANG")?.StartsWith("fr", StringComparison.Ordinal) == true
                    ? "fr"
                    : "en",
                interrupted.Token);
            await using var page = await BenchServer.StartAsync(bench, interrupted.Token);
            using var input = new StreamReader(Console.OpenStandardInput());
            await new Visit(site, bench, page.Address, input, TextWriter.Synchronized(Console.Out))
                .RunAsync(interrupted.Token);
            return 0;
        }
        await site.StopAsync(interrupted.Token);
        return await new Verification(story, site, player.Tally).RunAsync(Console.Out, interrupted.Token) ? 0 : 1;
    }
    catch (Exception error) when (error is TimeoutException or InvalidOperationException)
    {
        Console.Error.WriteLine($"demo: the story broke: {error.Message}\n{site.Logs()}");
        return 1;
    }
}
catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
{
    Console.Error.WriteLine("demo: interrupted; everything it started has ended.");
    return 130;
}
