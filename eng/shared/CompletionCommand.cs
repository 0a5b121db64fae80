using System.CommandLine;

namespace EdgeTerminal.CommandLine;

/// <summary><c>completion bash</c>: a script that lets a shell ask the program itself what may come next.</summary>
internal static class CompletionCommand
{
    /// <param name="program">The name that it is called by.</param>
    public static Command Build(string program)
    {
        var shell = new Argument<string>("SHELL") { Description = "The shell: bash." };
        shell.AcceptOnlyFromAmong("bash");
        var command = new Command("completion", "Prints a script that completes this program's command lines.")
        {
            shell,
        }.WithExamples(
            $"source <({program} completion bash)",
            $"{program} completion bash > /etc/bash_completion.d/{program}");
        command.SetAction(_ => Console.Out.Write(Bash(program)));
        return command;
    }

    /// <summary>
    /// The program answers <c>[suggest:POSITION] LINE</c> with one word a line. Where it knows none, a file name is
    /// wanted: the shell completes those itself.
    /// </summary>
    private static string Bash(string program)
    {
        var function = "_complete_" + program.Replace('-', '_');
        return $$"""
            # bash completion for {{program}}; made by `{{program}} completion bash`
            {{function}}() {
              local line=${COMP_LINE:0:COMP_POINT}
              # The program wants its own name in front, whatever path it was called by.
              line="{{program}} ${line#*[[:space:]]}"
              local IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]} unwanted='^[-/]'
              [[ $word == -* ]] && unwanted='^/|^-.$'
              COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2> /dev/null |
                grep -Ev "$unwanted")" -- "$word"))
            }
            complete -o default -F {{function}} {{program}}

            """;
    }
}
