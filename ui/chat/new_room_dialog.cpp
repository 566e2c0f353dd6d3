#include "ui/chat/new_room_dialog.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>

#include "server/client/wire_error.h"
#include "server/types/language.h"
#include "server/types/room.h"
#include "server/types/topic_name.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/labels.h"

namespace parley::ui {
namespace {

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

} // namespace

NewRoomDialog::NewRoomDialog(const PageContext &context, QWidget *parent) :
    QDialog(parent), m_context(context), m_name(new QLineEdit(this)), m_problem(problemLabel(this)),
    m_make(primaryButton(tr("Make room"), this))
{
    setWindowTitle(tr("New room"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_name->setPlaceholderText(tr("such as friends"));
    m_name->setMaxLength(64);
    auto *form = new QFormLayout;
    form->addRow(tr("&Name"), m_name);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_make);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    layout->addWidget(mutedLabel(tr("People write in any language; each reads in his own."), this));
    layout->addLayout(form);
    layout->addWidget(headingLabel(tr("Languages"), this, 2));
    layout->addWidget(makeLanguages());
    layout->addWidget(m_problem);
    layout->addLayout(buttons);
    m_make->setDefault(true);
    connect(m_name, &QLineEdit::textChanged, this, &NewRoomDialog::validate);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_make, &QPushButton::clicked, this, &NewRoomDialog::make);
    validate();
}

QWidget *NewRoomDialog::makeLanguages()
{
    auto *area = new QWidget(this);
    auto *grid = new QGridLayout(area);
    grid->setContentsMargins(0, 0, 0, 0);
    constexpr int kColumns = 3;
    for (const auto &language : parley::languages()) {
        auto *box = new QCheckBox(QStringLiteral("%1 · %2").arg(fromUtf8(language.englishName),
                                                                fromUtf8(language.nativeName)),
                                  area);
        box->setProperty("code", fromUtf8(language.code));
        box->setChecked(language.code == "en" || language.code == "es");
        const int place = int(m_languages.size());
        grid->addWidget(box, place / kColumns, place % kColumns);
        m_languages.append(box);
        connect(box, &QCheckBox::toggled, this, &NewRoomDialog::validate);
    }
    return area;
}

QStringList NewRoomDialog::languages() const
{
    QStringList codes;
    for (const auto *box : m_languages) {
        if (box->isChecked())
            codes.append(box->property("code").toString());
    }
    return codes;
}

void NewRoomDialog::validate()
{
    const auto name = TopicName::parse(m_name->text().toStdString());
    const auto count = std::size_t(languages().size());
    QString problem;
    if (!name && !m_name->text().isEmpty())
        problem = client::sentence(name.error());
    else if (count == 0)
        problem = tr("Choose at least one language.");
    else if (count > Room::kMaxLanguages)
        problem = tr("A room has at most %1 languages.").arg(Room::kMaxLanguages);
    showProblem(m_problem, problem);
    m_make->setEnabled(name && problem.isEmpty());
}

void NewRoomDialog::make()
{
    m_make->setEnabled(false);
    const auto made = [this](const Result<client::RoomInfo> &room) {
        m_make->setEnabled(true);
        showProblem(m_problem, room ? QString() : client::sentence(room.error()));
        if (!room)
            return;
        Q_EMIT roomMade(room->name);
        accept();
    };
    m_context.link.admin().rooms().create({QStringLiteral("default"), m_name->text()},
                                          client::roomSettings(languages()), this, made);
}

} // namespace parley::ui
