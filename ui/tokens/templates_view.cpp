#include "ui/tokens/templates_view.h"

#include <QFrame>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "server/types/token_template.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/buttons.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/page_header.h"
#include "ui/common/poller.h"
#include "ui/common/tables.h"
#include "ui/common/undo_bar.h"
#include "ui/models/template_model.h"
#include "ui/models/template_text.h"
#include "ui/models/token_text.h"
#include "ui/tokens/template_dialog.h"

namespace parley::ui {
namespace {

constexpr int kShownWords = 400; // characters; the dialog has the rest

// "With room = friends: publish friends-publish, ..."
QString exampleText(const client::TemplateInfo &info)
{
    const auto values = exampleValues(info);
    QStringList can;
    for (const auto &grant : client::expanded(info, values).grants)
        can.append(grantText(grant));
    const auto with = valuesText(info, values);
    const auto text = with.isEmpty()
        ? TemplatesView::tr("Its tokens can %1").arg(can.join(QStringLiteral(", ")))
        : TemplatesView::tr("%1, its tokens can %2").arg(with, can.join(QStringLiteral(", ")));
    return text.size() > kShownWords ? text.left(kShownWords) + QStringLiteral("…") : text;
}

// Of a template that is new: "chat-member-copy", "chat-member-copy-2", as long as names may be.
QString copyName(const QString &name, const TemplateModel &there)
{
    static constexpr int kRoom = 12; // for the ending
    const auto begin
        = name.left(int(TokenTemplate::kMaxNameBytes) - kRoom) + QStringLiteral("-copy");
    auto copy = begin;
    for (int i = 2; there.indexOf(copy) >= 0; ++i)
        copy = begin + QStringLiteral("-%1").arg(i);
    return copy;
}

} // namespace

TemplatesView::TemplatesView(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_model(new TemplateModel(this)),
    m_shown(new QSortFilterProxyModel(this)), m_problem(problemLabel(this))
{
    auto *empty = new EmptyState(QStringLiteral("tokens"),
                                 tr("There is no template. A template says once what a kind of "
                                    "token may do; whoever issues from it only fills in the room "
                                    "or the name."),
                                 tr("Make the first template"), this);
    connect(empty, &EmptyState::actionTriggered, this, &TemplatesView::openNew);
    m_switch = new EmptySwitch(makeList(), empty, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(m_problem);
    layout->addWidget(m_switch, 1);
    setFocusProxy(m_table);
    m_context.guard.watch(empty->action());
    connect(&context.link, &BrokerLink::addressChanged, this, [this] { m_model->setRows({}); });
    showCurrent();
    new Poller(this, std::chrono::seconds(5), [this] { refresh(); });
}

QWidget *TemplatesView::makeList()
{
    auto *list = new QWidget(this);
    auto *filter = filterLine(tr("Filter templates"), this);
    filterRows(*m_shown, *m_model, *filter);
    m_table = makeTable(m_shown, {22, 20, -20, 10, 18, 6}, tr("Templates"), list);
    auto *layout = new QVBoxLayout(list);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(filter);
    layout->addWidget(m_table, 1);
    layout->addWidget(makeDetail());
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &TemplatesView::showCurrent);
    connect(m_table, &QTableView::activated, this, &TemplatesView::openCurrent);
    return list;
}

QWidget *TemplatesView::makeDetail()
{
    auto *card = new QFrame(this);
    card->setProperty("card", true);
    m_title = headingLabel({}, card, 2);
    m_about = mutedLabel({}, card);
    m_example = label({}, card);
    m_example->setWordWrap(true);
    auto *words = new QVBoxLayout;
    words->addWidget(m_title);
    words->addWidget(m_about);
    words->addWidget(m_example);
    words->addStretch();
    auto *layout = new QHBoxLayout(card);
    layout->setContentsMargins(14, 10, 14, 10);
    layout->addLayout(words, 1);
    layout->addWidget(makeButtons());
    return card;
}

QWidget *TemplatesView::makeButtons()
{
    auto *buttons = new QWidget(this);
    auto *issue = new QPushButton(tr("Issue from it…"), buttons);
    auto *edit = new QPushButton(tr("Edit…"), buttons);
    auto *copy = new QPushButton(tr("Duplicate…"), buttons);
    auto *remove = dangerButton(tr("Delete"), buttons);
    issue->setToolTip(tr("A token of this template"));
    edit->setToolTip(tr("Change it for tokens that are issued from now on (Enter)"));
    remove->setShortcut(QKeySequence::Delete);
    remove->setToolTip(tr("Nobody issues from it any more; its tokens stay (Del)"));
    m_acts = {issue, edit, copy, remove};
    auto *layout = new QVBoxLayout(buttons);
    layout->setContentsMargins(0, 0, 0, 0);
    for (auto *button : std::as_const(m_acts)) {
        m_context.guard.watch(button);
        layout->addWidget(button);
    }
    layout->addStretch();
    connect(issue, &QPushButton::clicked, this, &TemplatesView::issueFromCurrent);
    connect(edit, &QPushButton::clicked, this, &TemplatesView::openCurrent);
    connect(copy, &QPushButton::clicked, this, &TemplatesView::openCopy);
    connect(remove, &QPushButton::clicked, this, &TemplatesView::requestDelete);
    return buttons;
}

void TemplatesView::refresh()
{
    if (m_context.link.address().isValid())
        m_context.link.admin().access().templates(
            this, [this](const auto &templates) { take(templates); });
}

void TemplatesView::take(const Result<QList<client::TemplateInfo>> &templates)
{
    showProblem(m_problem, templates ? QString() : client::sentence(templates.error()));
    if (!templates)
        return;
    m_model->setTemplates(*templates);
    m_switch->setEmpty(m_model->rowCount() == 0);
    const int wanted = m_model->indexOf(m_wanted);
    if (wanted >= 0)
        m_wanted.clear();
    chooseWanted(*m_table, *m_shown, wanted);
    showCurrent();
}

void TemplatesView::setTokens(const QList<client::TokenInfo> &tokens)
{
    QHash<QString, std::uint64_t> counts;
    for (const auto &token : tokens) {
        if (token.isActive() && !token.templateName.isEmpty())
            ++counts[token.templateName];
    }
    m_model->setActiveTokens(counts);
}

const client::TemplateInfo *TemplatesView::current() const
{
    const auto index = m_shown->mapToSource(m_table->currentIndex());
    return index.isValid() ? &m_model->row(index.row()) : nullptr;
}

void TemplatesView::showCurrent()
{
    const auto *info = current();
    for (auto *button : std::as_const(m_acts))
        button->setEnabled(info != nullptr);
    m_title->setText(info ? info->shownTitle() : tr("No template chosen"));
    m_about->setText(info ? info->description : QString());
    m_about->setVisible(!m_about->text().isEmpty());
    m_example->setText(info ? exampleText(*info) : QString());
}

void TemplatesView::openNew()
{
    openDialog({}, true);
}

void TemplatesView::openCurrent()
{
    if (const auto *info = current())
        openDialog(*info, false);
}

void TemplatesView::openCopy()
{
    const auto *info = current();
    if (info == nullptr)
        return;
    auto copy = *info;
    copy.name = copyName(info->name, *m_model);
    copy.title = info->title.isEmpty() ? QString() : tr("%1 (copy)").arg(info->title);
    openDialog(copy, true);
}

void TemplatesView::openDialog(const client::TemplateInfo &info, bool isNew)
{
    if (m_context.guard.isReadOnly())
        return;
    QStringList taken;
    for (const auto &one : m_model->rows())
        taken.append(one.name);
    const auto use = isNew ? TemplateDialog::Use::New : TemplateDialog::Use::Change;
    auto *dialog = new TemplateDialog(m_context, info, use, taken, this);
    connect(dialog, &TemplateDialog::templateSaved, this, [this](const QString &name) {
        m_wanted = name;
        refresh();
    });
    dialog->open();
}

void TemplatesView::issueFromCurrent()
{
    if (const auto *info = current())
        Q_EMIT issueRequested(info->name);
}

void TemplatesView::requestDelete()
{
    const auto *info = current();
    if (info == nullptr)
        return;
    m_context.guard.destroy(
        tr("Nobody can issue from it any more. Tokens that were issued from it stay."), info->name,
        tr("Delete template"),
        [this, name = info->name, shown = info->shownTitle()] { deleteWithUndo(name, shown); },
        this);
}

void TemplatesView::deleteWithUndo(const QString &name, const QString &shown)
{
    setHidden(name, true);
    m_context.undo.offer(
        tr("Template “%1” is deleted").arg(shown), [this, name] { deleteNow(name); },
        [this, name] { setHidden(name, false); });
}

void TemplatesView::deleteNow(const QString &name)
{
    m_context.link.admin().access().deleteTemplate(name, this, [this, name](const auto &done) {
        setHidden(name, false);
        showProblem(m_problem, done ? QString() : client::sentence(done.error()));
        if (done)
            refresh(); // else it would wipe out why
    });
}

void TemplatesView::setHidden(const QString &name, bool hidden)
{
    m_model->setHidden(name, hidden);
    m_switch->setEmpty(m_model->rowCount() == 0);
    showCurrent();
}

} // namespace parley::ui
