namespace CloudBridge.Ledger;

/// <content>Why something was not done, so far as the console itself says so.</content>
internal static partial class Phrases
{
    public static readonly Phrase BadName = new(
        "A name has 1 to 40 letters without accents, digits, dots, hyphens and low lines, and begins with a letter " +
        "or a digit.",
        "Un nom a de 1 à 40 lettres sans accents, chiffres, points, tirets et tirets bas, et commence par une lettre " +
        "ou un chiffre.");
    public static readonly Phrase BadChoice = new("Choose one of: {0}.", "Choisissez parmi : {0}.");
    public static readonly Phrase BadNote = new(
        "Say why, in 1 to {0} characters (letters that are not of ASCII need more room).",
        "Dites pourquoi, en 1 à {0} caractères (les lettres accentuées prennent plus de place).");
    public static readonly Phrase NoSuchRow = new("There is no row {0}.", "Il n’y a pas de ligne {0}.");
    public static readonly Phrase BadForm = new(
        "Something that this form brings back is not as it was: load the page again.",
        "Quelque chose dans ce formulaire n’est plus comme il était : rechargez la page.");
    public static readonly Phrase BadAmount = new(
        "An amount of {0}, as in {1}, with nothing rounded.",
        "Un montant en {0}, comme {1}, sans rien arrondir.");
    public static readonly Phrase BadWallet = new(
        "A wallet has 32 digits from 0 to f, in lower case; left empty, it is that of the card.",
        "Un portefeuille a 32 chiffres de 0 à f, en minuscules ; laissé vide, c’est celui de la carte.");
    public static readonly Phrase WrongWords = new(
        "These are not the words of what asked here for {0}. If they are what the terminal shows, somebody stands " +
        "between it and this ledger, or another terminal has used its PIN: do not let it in.",
        "Ce ne sont pas les mots de ce qui a demandé ici pour {0}. Si le terminal affiche bien ceux-ci, quelqu’un se " +
        "tient entre lui et ce registre, ou un autre terminal a utilisé son code : ne l’admettez pas.");
    public static readonly Phrase NobodyAsks = new(
        "No terminal {0} waits for that any more.", "Aucun terminal {0} n’attend plus cela.");
    public static readonly Phrase NameTaken = new(
        "There is a terminal {0}, or one of that name asks: choose another name, or decide on the one that asks.",
        "Il y a déjà un terminal {0}, ou un terminal de ce nom attend : choisissez un autre nom, ou décidez de celui " +
        "qui attend.");

    public static readonly Phrase TwoPasswords = new(
        "The new password and its repetition differ.", "Le nouveau mot de passe et sa répétition diffèrent.");
    public static readonly Phrase WeakPassword = new(
        "A password has {0} to {1} characters, five different ones at least, and not the account's name in it: " +
        "four or five words will do.",
        "Un mot de passe a de {0} à {1} caractères, dont au moins cinq différents, et ne contient pas le nom du " +
        "compte : quatre ou cinq mots suffisent.");
    public static readonly Phrase NotYourPassword = new(
        "That is not your password, or too many wrong ones came before.",
        "Ce n’est pas votre mot de passe, ou il y en eut trop de faux avant.");
    public static readonly Phrase AccountTaken = new(
        "There is an account {0} already.", "Il y a déjà un compte {0}.");
    public static readonly Phrase NoSuchAccount = new(
        "There is no account {0} any more.", "Il n’y a plus de compte {0}.");
    public static readonly Phrase NotYourself = new(
        "Nobody changes his own account here: your password has a page of its own.",
        "Personne ne change son propre compte ici : votre mot de passe a sa propre page.");
}
