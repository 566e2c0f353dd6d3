// Plays one of Apertium's programs: gives back every text that ends with NUL, and misbehaves when a
// text or an argument says so. Plain C++, so that it starts in a millisecond.
#include <cstdio>
#include <string>
#include <utility>

#include <unistd.h>

namespace {

void replaceAll(std::string &text, const std::string &from, const std::string &to)
{
    for (std::size_t at = text.find(from); at != std::string::npos;
         at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

bool has(const std::string &text, const char *word)
{
    return text.find(word) != std::string::npos;
}

void answer(std::string text)
{
    text += '\0';
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

// False ends the program.
bool handle(std::string text)
{
    if (has(text, "DIE"))
        return false;
    while (has(text, "HANG"))
        pause();
    if (has(text, "FLOOD")) {
        const std::string junk(1 << 16, 'x');
        for (;;)
            std::fwrite(junk.data(), 1, junk.size(), stdout);
    }
    if (has(text, "WRONG"))
        replaceAll(text, "[N", "[N9");
    if (has(text, "TWICE"))
        answer(text);
    if (has(text, "LOSEWORD") || has(text, "LOSEALL"))
        replaceAll(text, "XQ0QX", "");
    if (has(text, "LOSEALL"))
        replaceAll(text, "[P0]", "");
    replaceAll(text, "UNKNOWN", "*UNKNOWN");
    answer(text);
    return true;
}

} // namespace

int main(int count, char **arguments)
{
    for (int i = 1; i < count; ++i) {
        if (std::string(arguments[i]) == "--exit")
            return 1;
        while (std::string(arguments[i]) == "--silent")
            pause();
    }
    std::string text;
    for (int c = std::getchar(); c != EOF; c = std::getchar()) {
        if (c != 0)
            text += char(c);
        else if (!handle(std::exchange(text, {})))
            return 1;
    }
    return 0;
}
