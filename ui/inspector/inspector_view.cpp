#include "ui/inspector/inspector_view.h"

#include <QFrame>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "server/client/wire_error.h"
#include "ui/common/act_guard.h"
#include "ui/common/broker_link.h"
#include "ui/common/empty_state.h"
#include "ui/common/labels.h"
#include "ui/common/payload_view.h"
#include "ui/common/poller.h"
#include "ui/common/tables.h"
#include "ui/common/theme.h"
#include "ui/common/undo_bar.h"
#include "ui/inspector/inspector_form.h"
#include "ui/models/inspector_model.h"
#include "ui/models/text_format.h"

namespace parley::ui {
namespace {

constexpr int kMostShown = 100; // that one looks through

} // namespace

InspectorView::InspectorView(const PageContext &context, QWidget *parent) :
    QWidget(parent), m_context(context), m_model(new InspectorModel(this)),
    m_problem(problemLabel(this))
{
    auto *left = new QWidget(this);
    left->setMinimumWidth(fontMetrics().averageCharWidth() * 42); // for an address
    m_form = new InspectorForm(context, left);
    auto *inner = new QVBoxLayout(left);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->addWidget(mutedLabel(tr("An endpoint of the broker's own, to see what webhooks send and "
                                   "how they retry, without a server."),
                                left));
    inner->addWidget(m_form);
    inner->addStretch();
    auto *split = new QSplitter(this);
    split->addWidget(left);
    split->addWidget(makeRequests());
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 2);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(18);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_problem);
    layout->addWidget(split, 1);
    setFocusProxy(m_table);
    connect(m_form, &InspectorForm::applied, this, &InspectorView::apply);
    connect(m_form, &InspectorForm::webhookRequested, this,
            [this] { Q_EMIT webhookRequested(m_form->address()); });
    connect(&context.link, &BrokerLink::addressChanged, this, [this] { m_model->setRows({}); });
    new Poller(this, std::chrono::seconds(2), [this] { refresh(); });
}

QWidget *InspectorView::makeRequests()
{
    auto *pane = new QWidget(this);
    m_table = makeTable(m_model, {13, 8, -12, 10, 9}, tr("Requests"), pane);
    m_clear = new QPushButton(tr("Clear"), pane);
    m_context.guard.watch(m_clear);
    auto *head = new QHBoxLayout;
    head->addWidget(headingLabel(tr("What arrived"), pane, 2), 1);
    head->addWidget(m_clear);
    auto *split = new QSplitter(Qt::Vertical, pane);
    split->addWidget(m_table);
    split->addWidget(makeDetail());
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 3);
    split->setChildrenCollapsible(false);
    auto *empty = new EmptyState(QStringLiteral("deliveries"), QString(), {}, pane);
    m_switch = new EmptySwitch(split, empty, pane);
    m_switch->setEmpty(true);
    m_clear->setEnabled(false);
    auto *layout = new QVBoxLayout(pane);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(head);
    layout->addWidget(m_switch, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &InspectorView::showCurrent);
    connect(m_clear, &QPushButton::clicked, this, &InspectorView::clearWithUndo);
    return pane;
}

QWidget *InspectorView::makeDetail()
{
    auto *detail = new QSplitter(Qt::Vertical, this);
    m_head = new QPlainTextEdit(detail);
    m_head->setReadOnly(true);
    m_head->setAccessibleName(tr("Head of the request"));
    m_head->setFont(fixedFont(m_head->font()));
    m_head->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_head->setTabChangesFocus(true);
    m_body = new PayloadView(detail);
    detail->addWidget(m_head);
    detail->addWidget(m_body);
    detail->setChildrenCollapsible(false);
    return detail;
}

void InspectorView::refresh()
{
    if (!m_context.link.address().isValid() || !isVisible())
        return;
    auto &code = m_context.link.admin().code();
    code.inspector(this, [this](const auto &info) { take(info); });
    code.inspectedRequests(kMostShown, this,
                           [this](const auto &requests) { takeRequests(requests); });
}

void InspectorView::take(const Result<client::InspectorInfo> &inspector)
{
    showProblem(m_problem, inspector ? QString() : client::sentence(inspector.error()));
    if (!inspector)
        return;
    m_form->setInspector(*inspector);
    m_switch->emptyState()->setSentence(
        inspector->isOn
            ? tr("Nothing has arrived yet. Let a webhook call the address.")
            : tr("It does not listen. Turn it on, and let a webhook call its address."));
}

void InspectorView::takeRequests(const Result<QList<client::InspectedRequestInfo>> &requests)
{
    if (!requests || m_isCleared)
        return; // what is wrong is said by the other answer
    const bool wasAtNewest = !m_table->currentIndex().isValid();
    m_model->setRows(*requests);
    m_switch->setEmpty(m_model->rowCount() == 0);
    m_clear->setEnabled(m_model->rowCount() > 0);
    if (wasAtNewest && m_model->rowCount() > 0)
        chooseRow(*m_table, 0);
}

void InspectorView::showCurrent()
{
    const auto current = m_table->currentIndex();
    const auto request
        = current.isValid() ? m_model->row(current.row()) : client::InspectedRequestInfo();
    m_head->setPlainText(current.isValid() ? headText(request) : QString());
    const bool isWhole = std::uint64_t(request.body.size()) >= request.bodyBytes;
    m_body->setPayload(request.body, request.body.isValidUtf8(), isWhole ? 0 : request.bodyBytes);
}

void InspectorView::apply(const client::InspectorInfo &wanted)
{
    m_context.link.admin().code().setInspector(wanted, this, [this](const auto &now) {
        if (now) {
            m_form->setInspector(*now);
            refresh();
        }
        m_form->say(now ? QString() : client::sentence(now.error()));
    });
}

void InspectorView::clearWithUndo()
{
    const auto count = std::uint64_t(m_model->rowCount());
    setCleared(true);
    m_context.undo.offer(
        pluralText(count, tr("1 request is cleared"), tr("%1 requests are cleared")),
        [this] {
            m_context.link.admin().code().clearInspected(this, [this](const auto &done) {
                setCleared(false);
                if (!done)
                    showProblem(m_problem, client::sentence(done.error()));
            });
        },
        [this] { setCleared(false); });
}

void InspectorView::setCleared(bool cleared)
{
    m_isCleared = cleared;
    if (!cleared)
        return refresh();
    m_model->setRows({});
    m_switch->setEmpty(true);
    m_clear->setEnabled(false);
    showCurrent();
}

} // namespace parley::ui
