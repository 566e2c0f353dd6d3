#include "server/functions/function_texts.h"

#include <QDir>
#include <QFile>

#include "server/functions/text/moderator_pool.h"

// Q_INIT_RESOURCE does not work inside a namespace; without it the linker leaves the resource of a
// static library out.
static void initBuiltInTexts()
{
    Q_INIT_RESOURCE(functions_texts);
}

namespace parley::functions {
namespace {

constexpr qint64 kMaxFileBytes = 4 * 1024 * 1024; // ten times the largest list that is allowed

Result<QByteArray> readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > kMaxFileBytes)
        return Error{ErrorCode::Unavailable,
                     "cannot read " + path.toStdString() + " (or it is too large)"};
    return file.readAll();
}

} // namespace

Result<Phrasebook> readPhrasebook(const QString &folder)
{
    initBuiltInTexts();
    const auto bytes = readFile(folder + QStringLiteral("/phrasebook.tsv"));
    if (!bytes)
        return bytes.error();
    return Phrasebook::parse(QString::fromUtf8(*bytes));
}

Result<std::unique_ptr<Moderator>> readModerator(const QString &folder)
{
    initBuiltInTexts();
    const QDir dir(folder + QStringLiteral("/moderation"));
    std::vector<WordList> lists;
    const QStringList files = dir.entryList({QStringLiteral("*.txt")}, QDir::Files, QDir::Name);
    for (const QString &file : files) {
        const auto bytes = readFile(dir.filePath(file));
        if (!bytes)
            return bytes.error();
        auto list = WordList::parse({bytes->constData(), std::size_t(bytes->size())});
        if (!list)
            return Error{list.error().code, file.toStdString() + ": " + list.error().message};
        lists.push_back(std::move(*list));
    }
    if (lists.empty())
        return Error{ErrorCode::NotFound, "there are no word lists"};
    auto pool = ModeratorPool::make(std::move(lists));
    if (!pool)
        return pool.error();
    return std::unique_ptr<Moderator>(std::move(*pool));
}

} // namespace parley::functions
