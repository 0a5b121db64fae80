using System.Runtime.InteropServices;
using Tests.Bench;

const int usage = 1;
const int fault = 4;

if (args is [Role.Argument, var role, var folder])
{
    Role.Play(role, folder);
    return 0;
}
if (args is ["-h" or "--help"])
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}
if (!CommandLine.TryChoose(args, out var chosen, out var error))
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
var failed = false;
foreach (var measure in chosen)
{
    try
    {
        await measure.RunAsync(new Table(Console.Out), interrupted.Token);
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
return failed ? fault : 0;
