// As drive.mjs, for verify.cpp, which stands in the path of includes.
#include <iostream>
#include <vector>

#include "verify.cpp"

static std::string decoded(const std::string &text)
{
    std::string bytes(text.size() + 3, '\0');
    const int size
        = EVP_DecodeBlock(reinterpret_cast<unsigned char *>(bytes.data()),
                          reinterpret_cast<const unsigned char *>(text.data()), int(text.size()));
    const auto padding = text.size() - std::min(text.size(), text.find_last_not_of('=') + 1);
    bytes.resize(std::size_t(std::max(0, size)) - padding);
    return bytes;
}

int main()
{
    for (std::string line; std::getline(std::cin, line);) {
        std::vector<std::string> words;
        std::istringstream parts(line);
        for (std::string word; std::getline(parts, word, '\t');)
            words.push_back(word);
        const bool genuine = isGenuine(words.at(0), words.at(1), words.at(2), words.at(3),
                                       decoded(words.at(4)), std::stoll(words.at(5)));
        std::cout << (genuine ? "yes" : "no") << '\n';
    }
}
