#include "server/functions/translated_room.h"

#include <utility>

#include "server/functions/function_texts.h"
#include "server/functions/text/failing_moderator.h"

namespace parley::functions {
namespace {

std::unique_ptr<Moderator> moderatorFrom(const QString &folder, const Log &log)
{
    auto moderator = readModerator(folder);
    if (moderator)
        return std::move(*moderator);
    log.error("moderation is off, rooms that fail closed deliver nothing: "
              + moderator.error().message);
    return std::make_unique<FailingModerator>(moderator.error());
}

Phrasebook phrasebookFrom(const QString &folder, const Log &log)
{
    auto book = readPhrasebook(folder);
    if (book)
        return std::move(*book);
    log.error("no phrasebook: " + book.error().message);
    return {};
}

} // namespace

TranslatedRoom::TranslatedRoom(const FunctionOptions &options, Surroundings surroundings) :
    m_surroundings(std::move(surroundings))
{
    const Log log(m_surroundings.log, "parley.functions");
    const QString folder = options.textsFolder.isEmpty() ? kBuiltInTexts : options.textsFolder;
    m_moderator = moderatorFrom(folder, log);
    m_apertium = std::make_unique<ApertiumEngine>(options.apertium);
    m_pivot = std::make_unique<PivotEngine>(*m_apertium);
    m_translator = std::make_unique<TranslationChain>(
        phrasebookFrom(folder, log),
        std::vector<TranslationEngine *>{m_apertium.get(), m_pivot.get()});
    m_room = std::make_unique<RoomFunction>(RoomFunction::Parts{
        m_surroundings.rooms, *m_moderator, *m_translator, m_surroundings.publisher,
        m_surroundings.clock, m_surroundings.onVerdict, m_surroundings.onHeld});
    m_surroundings.board.set(m_translator->status());
    if (const EngineStatus apertium = m_apertium->status(); !apertium.problem.empty())
        log.warning("apertium: " + apertium.problem);
    m_surroundings.rooms.setOnChanged(
        [this, mailbox = m_mailbox] { mailbox->post([this] { prewarm(); }); });
    prewarm();
}

TranslatedRoom::~TranslatedRoom()
{
    m_surroundings.rooms.setOnChanged({});
    m_mailbox->close(); // what was posted before is not run any more
}

void TranslatedRoom::invoke(FunctionCall call, FunctionDone done)
{
    m_room->invoke(std::move(call), std::move(done));
}

void TranslatedRoom::prewarm()
{
    for (const Room &room : m_surroundings.rooms.rooms()) {
        for (const std::string &source : room.languages) {
            for (const std::string &target : room.languages) {
                if (source != target)
                    m_translator->prewarm(QString::fromStdString(source),
                                          QString::fromStdString(target));
            }
        }
    }
}

} // namespace parley::functions
