using System.Globalization;
using System.Runtime.InteropServices;
using Tests.Bench;
using Tests.Support;

const int usage = 1;
const int fault = 4;

if (args is [Role.Argument, var role, var folder])
{
    await Role.PlayAsync(role, folder);
    return 0;
}
if (args is ["-h" or "--help"])
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}
if (!CommandLine.TryChoose(args, out var chosen, out var keeps, out var error))
{
    Console.Error.WriteLine($"bench: {error}");
    return usage;
}

using var interrupted = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Interrupt);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Interrupt);

void Interrupt(PosixSignalContext context)
{
    context.Cancel = true;
    interrupted.Cancel();
}

Console.WriteLine(Machine.Describe());
var keptFile = Path.Combine(Checkout.Root, "docs", "measurements.tsv");
var today = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
var kept = KeptTable.Read(File.ReadAllText(keptFile), Machine.Name, today);
var failed = false;
foreach (var measure in chosen)
{
    try
    {
        await measure.RunAsync(new Table(Console.Out, kept), interrupted.Token);
    }
    catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
    {
        Console.Error.WriteLine("bench: interrupted.");
        return 130;
    }
    catch (Exception failure)
    {
        Console.Error.WriteLine($"bench: {measure.Name} could not be measured: {failure}");
        failed = true;
    }
}
if (keeps && !failed)
    File.WriteAllText(keptFile, kept.Text);
return failed ? fault : 0;
